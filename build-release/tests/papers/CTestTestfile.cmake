# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/papers
# Build directory: /work/wt/bulletin/build-release/tests/papers
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/tests/papers/papers_test[1]_include.cmake")
