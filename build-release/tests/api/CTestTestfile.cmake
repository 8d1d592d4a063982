# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/api
# Build directory: /work/wt/bulletin/build-release/tests/api
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/tests/api/api_test[1]_include.cmake")
