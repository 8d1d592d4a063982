# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/access
# Build directory: /work/wt/bulletin/build-release/src/access
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/src/access/access_test[1]_include.cmake")
