# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/support
# Build directory: /work/wt/bulletin/build-release/tests/support
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
