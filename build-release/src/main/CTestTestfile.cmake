# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/main
# Build directory: /work/wt/bulletin/build-release/src/main
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
