# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/src
# Build directory: /work/wt/bulletin/build-release/src
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
subdirs("base")
subdirs("host")
subdirs("model")
subdirs("rules")
subdirs("pack")
subdirs("directive")
subdirs("document")
subdirs("sheet")
subdirs("storage")
subdirs("storage_sqlite")
subdirs("storage_postgres")
subdirs("journal")
subdirs("root")
subdirs("access")
subdirs("register")
subdirs("figure")
subdirs("follow")
subdirs("app")
subdirs("server")
subdirs("cli")
subdirs("demo")
subdirs("bench")
subdirs("main")
