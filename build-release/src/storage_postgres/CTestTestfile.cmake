# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src/storage_postgres
# Build directory: /work/wt/bulletin/build-release/src/storage_postgres
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
include("/work/wt/bulletin/build-release/src/storage_postgres/storage_postgres_test[1]_include.cmake")
