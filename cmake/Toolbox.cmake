# How everything here is compiled: ccache, mold, sanitizers, warnings, and the two precompiled headers.
#
# Measured on 2 cores with GCC 12 (user seconds per file that includes it and little else): catch.hpp
# 0.6, rapidcheck 0.9, rocksdb/db.h 1.0, simdjson 1.2, spdlog (compiled library) 0.6, CLI11 3.8, yaml-cpp
# 0.5, fmt 0.3, boost unordered_flat_map 0.5. Included by nearly every file: the standard library, fmt
# and tl::expected (rooms), Catch2 and rapidcheck (tests); those are precompiled, the others are not.

# ccache reads through both sloppinesses only because precompiled headers hold nothing that changes
# with the clock; paths inside the tree are hashed relative to it, so that a second clone hits too.
find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_NOHASHDIR=1
        CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${CCACHE})
endif()

# __FILE__ and the debugger name files from the repository's root, wherever that was.
file(RELATIVE_PATH LEADLINE_ROOT ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
add_compile_options(-ffile-prefix-map=${LEADLINE_ROOT}/= -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)  # lets ccache see which precompiled header was used
endif()

find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

if(LEADLINE_SANITIZE)
    add_compile_options(-fsanitize=${LEADLINE_SANITIZE} -fno-omit-frame-pointer
        -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${LEADLINE_SANITIZE})
endif()

set(LEADLINE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wold-style-cast -Wnon-virtual-dtor -Wswitch-enum -Werror)

# The precompiled header of the rooms: one target compiles it, all of them use it.
add_library(leadline_std_pch OBJECT ${PROJECT_SOURCE_DIR}/cmake/pch.cpp)
target_precompile_headers(leadline_std_pch PRIVATE ${PROJECT_SOURCE_DIR}/cmake/pch.hpp)
target_compile_options(leadline_std_pch PRIVATE ${LEADLINE_WARNINGS})
target_link_libraries(leadline_std_pch PRIVATE fmt::fmt tl::expected)

# leadline_room(NAME SOURCES a.cpp ... LINK lib ...): one static library per room.
function(leadline_room NAME)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
    add_library(${NAME} STATIC ${ROOM_SOURCES})
    target_include_directories(${NAME} PUBLIC ${PROJECT_SOURCE_DIR})
    target_compile_options(${NAME} PRIVATE ${LEADLINE_WARNINGS})
    target_link_libraries(${NAME} PUBLIC ${ROOM_LINK} fmt::fmt tl::expected)
    target_precompile_headers(${NAME} REUSE_FROM leadline_std_pch)
endfunction()

# leadline_program(NAME [OUTPUT file-name] SOURCES a.cpp ... LINK lib ...): one executable; OUTPUT is
# its file's name and lies at the top of the build folder.
function(leadline_program NAME)
    cmake_parse_arguments(PROGRAM "" "OUTPUT" "SOURCES;LINK" ${ARGN})
    add_executable(${NAME} ${PROGRAM_SOURCES})
    target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_options(${NAME} PRIVATE ${LEADLINE_WARNINGS})
    target_link_libraries(${NAME} PRIVATE ${PROGRAM_LINK} fmt::fmt tl::expected)
    target_precompile_headers(${NAME} REUSE_FROM leadline_std_pch)
    if(PROGRAM_OUTPUT)
        set_target_properties(${NAME} PROPERTIES OUTPUT_NAME ${PROGRAM_OUTPUT}
            RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
    endif()
endfunction()

# leadline_bench(NAME SOURCES a.cpp ... LINK lib ...): one question, one program, which lies at
# build/PRESET/bench/NAME; its name begins with bench_, and ./dev bench runs it.
add_custom_target(benchmarks)
function(leadline_bench NAME)
    leadline_program(${NAME} ${ARGN})
    target_link_libraries(${NAME} PRIVATE benchmark::benchmark)
    add_dependencies(benchmarks ${NAME})
endfunction()
