# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/sheets
# Build directory: /work/wt/bulletin/build-release/tests/sheets
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
add_test([=[sheet_corpus_is_made]=] "/usr/bin/python3" "-B" "/work/wt/bulletin/tests/sheets/make_corpus.py" "/work/wt/bulletin/build-release/tests/sheets/corpus")
set_tests_properties([=[sheet_corpus_is_made]=] PROPERTIES  FIXTURES_SETUP "sheet_corpus" LABELS "corpus" TIMEOUT "600" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/sheets/CMakeLists.txt;4;add_test;/work/wt/bulletin/tests/sheets/CMakeLists.txt;0;")
add_test([=[sheet_corpus_is_read]=] "/usr/bin/python3" "-B" "/work/wt/bulletin/tests/sheets/check_corpus.py" "/work/wt/bulletin/build-release/src/main/luoshi" "/work/wt/bulletin/build-release/tests/sheets/corpus")
set_tests_properties([=[sheet_corpus_is_read]=] PROPERTIES  FIXTURES_REQUIRED "sheet_corpus" LABELS "corpus" TIMEOUT "600" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/sheets/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/sheets/CMakeLists.txt;0;")
