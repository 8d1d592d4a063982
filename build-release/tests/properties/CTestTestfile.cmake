# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/properties
# Build directory: /work/wt/bulletin/build-release/tests/properties
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/tests/properties/histories_test[1]_include.cmake")
include("/work/wt/bulletin/build-release/tests/properties/kill_test[1]_include.cmake")
include("/work/wt/bulletin/build-release/tests/properties/sums_test[1]_include.cmake")
