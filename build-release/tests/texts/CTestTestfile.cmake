# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/texts
# Build directory: /work/wt/bulletin/build-release/tests/texts
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
add_test([=[texts.train]=] "/root/.pyenv/shims/python3" "/work/wt/bulletin/tests/texts/score.py" "--binary" "/work/wt/bulletin/build-release/src/main/luoshi" "--set" "train" "--floors" "--no-speed")
set_tests_properties([=[texts.train]=] PROPERTIES  LABELS "texts" SKIP_RETURN_CODE "77" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/texts/CMakeLists.txt;4;add_test;/work/wt/bulletin/tests/texts/CMakeLists.txt;0;")
add_test([=[texts.holdout]=] "/root/.pyenv/shims/python3" "/work/wt/bulletin/tests/texts/score.py" "--binary" "/work/wt/bulletin/build-release/src/main/luoshi" "--set" "holdout" "--floors" "--no-speed")
set_tests_properties([=[texts.holdout]=] PROPERTIES  LABELS "texts" SKIP_RETURN_CODE "77" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/texts/CMakeLists.txt;4;add_test;/work/wt/bulletin/tests/texts/CMakeLists.txt;0;")
add_test([=[texts.real]=] "/root/.pyenv/shims/python3" "/work/wt/bulletin/tests/texts/score.py" "--binary" "/work/wt/bulletin/build-release/src/main/luoshi" "--set" "real" "--floors" "--no-speed")
set_tests_properties([=[texts.real]=] PROPERTIES  LABELS "texts" SKIP_RETURN_CODE "77" TIMEOUT "300" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/texts/CMakeLists.txt;4;add_test;/work/wt/bulletin/tests/texts/CMakeLists.txt;0;")
add_test([=[texts.scorer]=] "/root/.pyenv/shims/python3" "/work/wt/bulletin/tests/texts/score_test.py")
set_tests_properties([=[texts.scorer]=] PROPERTIES  LABELS "texts" TIMEOUT "60" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/texts/CMakeLists.txt;9;add_test;/work/wt/bulletin/tests/texts/CMakeLists.txt;0;")
