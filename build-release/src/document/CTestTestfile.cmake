# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/document
# Build directory: /work/wt/bulletin/build-release/src/document
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/src/document/document_test[1]_include.cmake")
