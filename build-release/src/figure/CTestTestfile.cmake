# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/figure
# Build directory: /work/wt/bulletin/build-release/src/figure
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/src/figure/figure_test[1]_include.cmake")
