# luoshi_embed_files(target symbol FOLDERS …): every file below the folders (relative to the source
# root) goes into the binary, as `const luoshi::EmbeddedFile symbol[]` ended by a null path. Assembly
# with .incbin, because g++ 12 has no #embed and a string literal may not be that long.
function(luoshi_embed_files target symbol)
  cmake_parse_arguments(ARG "" "" "FOLDERS" ${ARGN})
  set(globs)
  foreach(folder IN LISTS ARG_FOLDERS)
    list(APPEND globs ${CMAKE_SOURCE_DIR}/${folder}/*)
  endforeach()
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${globs})
  list(SORT files)
  set(assembly ".section .rodata\n")
  set(table "")
  set(declarations "")
  set(index 0)
  set(dependencies)
  foreach(file IN LISTS files)
    string(APPEND assembly
      ".global ${symbol}_${index}\n${symbol}_${index}:\n.incbin \"${CMAKE_SOURCE_DIR}/${file}\"\n"
      ".global ${symbol}_${index}_end\n${symbol}_${index}_end:\n.byte 0\n")
    string(APPEND declarations
      "extern const char ${symbol}_${index}[];\nextern const char ${symbol}_${index}_end[];\n")
    string(APPEND table "    {\"${file}\", ${symbol}_${index}, ${symbol}_${index}_end},\n")
    list(APPEND dependencies ${CMAKE_SOURCE_DIR}/${file})
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S CONTENT "${assembly}")
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cc CONTENT
"#include \"base/embedded_file.h\"
extern \"C\" {
${declarations}}
extern const luoshi::EmbeddedFile ${symbol}[];
const luoshi::EmbeddedFile ${symbol}[] = {
${table}    {nullptr, nullptr, nullptr}};
")
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S PROPERTIES
    GENERATED ON OBJECT_DEPENDS "${dependencies}")
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cc PROPERTIES GENERATED ON)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S
                                   ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cc)
endfunction()
