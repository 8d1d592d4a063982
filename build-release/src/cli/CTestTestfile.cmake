# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/cli
# Build directory: /work/wt/bulletin/build-release/src/cli
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
