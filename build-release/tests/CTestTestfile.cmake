# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests
# Build directory: /work/wt/bulletin/build-release/tests
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
subdirs("support")
subdirs("api")
subdirs("conformance")
subdirs("demo")
subdirs("figures")
subdirs("follow")
subdirs("fuzz")
subdirs("journal")
subdirs("papers")
subdirs("meta")
subdirs("register")
subdirs("worlds")
subdirs("properties")
subdirs("texts")
subdirs("sheets")
subdirs("units")
