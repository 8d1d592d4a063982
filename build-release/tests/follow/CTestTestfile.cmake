# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/follow
# Build directory: /work/wt/bulletin/build-release/tests/follow
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/tests/follow/follow_test[1]_include.cmake")
