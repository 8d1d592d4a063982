# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/register
# Build directory: /work/wt/bulletin/build-release/tests/register
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/tests/register/register_test[1]_include.cmake")
