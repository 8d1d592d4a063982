# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/demo
# Build directory: /work/wt/bulletin/build-release/tests/demo
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/tests/demo/demo_test[1]_include.cmake")
