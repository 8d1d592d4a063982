# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/fuzz
# Build directory: /work/wt/bulletin/build-release/tests/fuzz
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
add_test([=[expression_replay]=] "/work/wt/bulletin/build-release/tests/fuzz/expression_replay" "/work/wt/bulletin/tests/fuzz/corpus/expression")
set_tests_properties([=[expression_replay]=] PROPERTIES  LABELS "fuzz" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/fuzz/CMakeLists.txt;24;add_test;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;28;luoshi_fuzz;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;0;")
add_test([=[pack_replay]=] "/work/wt/bulletin/build-release/tests/fuzz/pack_replay" "/work/wt/bulletin/tests/fuzz/corpus/pack")
set_tests_properties([=[pack_replay]=] PROPERTIES  LABELS "fuzz" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/fuzz/CMakeLists.txt;24;add_test;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;29;luoshi_fuzz;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;0;")
add_test([=[xlsx_replay]=] "/work/wt/bulletin/build-release/tests/fuzz/xlsx_replay" "/work/wt/bulletin/tests/fuzz/corpus/xlsx")
set_tests_properties([=[xlsx_replay]=] PROPERTIES  LABELS "fuzz" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/fuzz/CMakeLists.txt;24;add_test;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;30;luoshi_fuzz;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;0;")
add_test([=[sheet_replay]=] "/work/wt/bulletin/build-release/tests/fuzz/sheet_replay" "/work/wt/bulletin/tests/fuzz/corpus/sheet")
set_tests_properties([=[sheet_replay]=] PROPERTIES  LABELS "fuzz" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/fuzz/CMakeLists.txt;24;add_test;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;31;luoshi_fuzz;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;0;")
add_test([=[text_file_replay]=] "/work/wt/bulletin/build-release/tests/fuzz/text_file_replay" "/work/wt/bulletin/tests/fuzz/corpus/text")
set_tests_properties([=[text_file_replay]=] PROPERTIES  LABELS "fuzz" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/fuzz/CMakeLists.txt;24;add_test;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;32;luoshi_fuzz;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;0;")
add_test([=[directive_replay]=] "/work/wt/bulletin/build-release/tests/fuzz/directive_replay" "/work/wt/bulletin/tests/fuzz/corpus/directive")
set_tests_properties([=[directive_replay]=] PROPERTIES  LABELS "fuzz" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/fuzz/CMakeLists.txt;24;add_test;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;33;luoshi_fuzz;/work/wt/bulletin/tests/fuzz/CMakeLists.txt;0;")
