# CMake generated Testfile for 
# Source directory: /work/wt/bulletin
# Build directory: /work/wt/bulletin/build-release
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
subdirs("src")
subdirs("tests")
