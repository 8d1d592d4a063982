# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/server
# Build directory: /work/wt/bulletin/build-release/src/server
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
