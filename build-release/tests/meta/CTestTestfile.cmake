# CMake generated Testfile for 
# Source directory: /work/wt/bulletin/tests/meta
# Build directory: /work/wt/bulletin/build-release/tests/meta
# 
# This file includes the relevant testing commands required for 
# testing this directory and lists subdirectories to be tested as well.
add_test([=[meta.layers]=] "/root/.pyenv/shims/python3" "tools/check_layers.py")
set_tests_properties([=[meta.layers]=] PROPERTIES  LABELS "meta" TIMEOUT "60" WORKING_DIRECTORY "/work/wt/bulletin" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/meta/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/meta/CMakeLists.txt;10;luoshi_meta;/work/wt/bulletin/tests/meta/CMakeLists.txt;0;")
add_test([=[meta.messages]=] "/root/.pyenv/shims/python3" "tests/meta/check_messages.py")
set_tests_properties([=[meta.messages]=] PROPERTIES  LABELS "meta" TIMEOUT "60" WORKING_DIRECTORY "/work/wt/bulletin" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/meta/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/meta/CMakeLists.txt;11;luoshi_meta;/work/wt/bulletin/tests/meta/CMakeLists.txt;0;")
add_test([=[meta.registered]=] "/root/.pyenv/shims/python3" "tests/meta/check_registered.py")
set_tests_properties([=[meta.registered]=] PROPERTIES  LABELS "meta" TIMEOUT "60" WORKING_DIRECTORY "/work/wt/bulletin" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/meta/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/meta/CMakeLists.txt;12;luoshi_meta;/work/wt/bulletin/tests/meta/CMakeLists.txt;0;")
add_test([=[meta.words]=] "/root/.pyenv/shims/python3" "tests/meta/check_words.py")
set_tests_properties([=[meta.words]=] PROPERTIES  LABELS "meta" TIMEOUT "60" WORKING_DIRECTORY "/work/wt/bulletin" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/meta/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/meta/CMakeLists.txt;13;luoshi_meta;/work/wt/bulletin/tests/meta/CMakeLists.txt;0;")
add_test([=[meta.checks_can_fail]=] "/root/.pyenv/shims/python3" "tests/meta/checks_can_fail_test.py")
set_tests_properties([=[meta.checks_can_fail]=] PROPERTIES  LABELS "meta" TIMEOUT "60" WORKING_DIRECTORY "/work/wt/bulletin" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/meta/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/meta/CMakeLists.txt;14;luoshi_meta;/work/wt/bulletin/tests/meta/CMakeLists.txt;0;")
add_test([=[meta.shell]=] "sh" "-c" "/usr/bin/shellcheck -x run test .ci/run tools/*.sh tests/*/*.sh")
set_tests_properties([=[meta.shell]=] PROPERTIES  LABELS "meta" TIMEOUT "60" WORKING_DIRECTORY "/work/wt/bulletin" _BACKTRACE_TRIPLES "/work/wt/bulletin/tests/meta/CMakeLists.txt;6;add_test;/work/wt/bulletin/tests/meta/CMakeLists.txt;16;luoshi_meta;/work/wt/bulletin/tests/meta/CMakeLists.txt;0;")
