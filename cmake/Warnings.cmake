# Warnings and sanitizers of our own code; third-party headers are SYSTEM.
add_library(luoshi_warnings INTERFACE)
target_compile_options(luoshi_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual
  -Wformat=2 -Wundef -Wswitch-enum -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wsuggest-override>
  # g++ 12 sees overlaps that are not there in "text" + std::string (GCC bug 105651)
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # fields left out of a designated initialiser take their default on purpose
  -Wno-missing-field-initializers
  $<$<BOOL:${LUOSHI_WERROR}>:-Werror>)

if(LUOSHI_SANITIZE)
  add_compile_options(-fsanitize=${LUOSHI_SANITIZE} -fno-omit-frame-pointer
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(NOT LUOSHI_SANITIZE STREQUAL "thread")
    add_compile_options(-fno-sanitize-recover=all)
  endif()
  add_link_options(-fsanitize=${LUOSHI_SANITIZE})
endif()

if(LUOSHI_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage in every library, main() in none
endif()
