# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/demo
# Build directory: /work/wt/bulletin/build-release/src/demo
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
