# Every library that Leadline stands on, found in one place and given one uniform name to LINK with:
#
#   room code   OpenSSL::Crypto  ICU::uc  Boost::headers  absl::flat_hash_map  absl::btree
#               absl::time
#               tl::expected  fmt::fmt  spdlog::spdlog  simdjson::simdjson  xxhash::xxhash  re2::re2
#               RocksDB::rocksdb  yaml-cpp::yaml-cpp  CLI11::CLI11  cereal::cereal  csv::csv
#               rdkafka::rdkafka  psl::psl  CURL::libcurl  kainjow::mustache
#   tests       Catch2::Catch2  rapidcheck::rapidcheck  OpenSSL::SSL
#   bench       benchmark::benchmark
#
# What is missing is gathered and named all at once, with the Debian package that brings it. The
# script `dev` reads the PACKAGE words of this file: a library added here is installed by it.

set(LEADLINE_MISSING "")

# leadline_package(FIND name MINIMUM version PACKAGE debian-package [ALIAS ours theirs] [COMPONENTS c...])
# A library that brings a CMake package of its own.
macro(leadline_package)
    cmake_parse_arguments(DEP "" "FIND;MINIMUM;PACKAGE" "ALIAS;COMPONENTS" ${ARGN})
    if(DEP_COMPONENTS)
        find_package(${DEP_FIND} ${DEP_MINIMUM} QUIET COMPONENTS ${DEP_COMPONENTS})
    else()
        find_package(${DEP_FIND} ${DEP_MINIMUM} QUIET)
    endif()
    if(NOT ${DEP_FIND}_FOUND)
        list(APPEND LEADLINE_MISSING "${DEP_FIND} ${DEP_MINIMUM} or newer (Debian: ${DEP_PACKAGE})")
    elseif(DEP_ALIAS)
        list(GET DEP_ALIAS 0 ours)
        list(GET DEP_ALIAS 1 theirs)
        if(NOT TARGET ${ours})
            add_library(${ours} INTERFACE IMPORTED)
            target_link_libraries(${ours} INTERFACE ${theirs})
        endif()
    endif()
endmacro()

# leadline_library(TARGET ours HEADER file LIBRARY name MINIMUM version PACKAGE debian-package)
# A library that brings none, or (RocksDB) one that asks for more than is needed to link with it.
function(leadline_library)
    cmake_parse_arguments(DEP "" "TARGET;HEADER;LIBRARY;MINIMUM;PACKAGE" "" ${ARGN})
    find_path(LEADLINE_${DEP_LIBRARY}_INCLUDE ${DEP_HEADER})
    find_library(LEADLINE_${DEP_LIBRARY}_LIBRARY ${DEP_LIBRARY})
    mark_as_advanced(LEADLINE_${DEP_LIBRARY}_INCLUDE LEADLINE_${DEP_LIBRARY}_LIBRARY)
    if(NOT LEADLINE_${DEP_LIBRARY}_INCLUDE OR NOT LEADLINE_${DEP_LIBRARY}_LIBRARY)
        list(APPEND LEADLINE_MISSING
            "${DEP_LIBRARY} ${DEP_MINIMUM} or newer (Debian: ${DEP_PACKAGE})")
        set(LEADLINE_MISSING "${LEADLINE_MISSING}" PARENT_SCOPE)
        return()
    endif()
    add_library(${DEP_TARGET} UNKNOWN IMPORTED)
    set_target_properties(${DEP_TARGET} PROPERTIES
        IMPORTED_LOCATION ${LEADLINE_${DEP_LIBRARY}_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${LEADLINE_${DEP_LIBRARY}_INCLUDE})
endfunction()

# leadline_headers(TARGET ours HEADER file PACKAGE debian-package)
# A library that is headers alone.
function(leadline_headers)
    cmake_parse_arguments(DEP "" "TARGET;HEADER;PACKAGE" "" ${ARGN})
    string(MAKE_C_IDENTIFIER ${DEP_HEADER} name)
    find_path(LEADLINE_${name}_INCLUDE ${DEP_HEADER})
    mark_as_advanced(LEADLINE_${name}_INCLUDE)
    if(NOT LEADLINE_${name}_INCLUDE)
        list(APPEND LEADLINE_MISSING "${DEP_HEADER} (Debian: ${DEP_PACKAGE})")
        set(LEADLINE_MISSING "${LEADLINE_MISSING}" PARENT_SCOPE)
        return()
    endif()
    add_library(${DEP_TARGET} INTERFACE IMPORTED)
    set_target_properties(${DEP_TARGET} PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES ${LEADLINE_${name}_INCLUDE})
endfunction()

# leadline_data(NAME name FILE path PACKAGE debian-package)
# Data below /usr/share that is read at run time.
function(leadline_data)
    cmake_parse_arguments(DEP "" "NAME;FILE;PACKAGE" "" ${ARGN})
    find_file(LEADLINE_${DEP_NAME}_DATA ${DEP_FILE} PATHS /usr/share /usr/local/share)
    mark_as_advanced(LEADLINE_${DEP_NAME}_DATA)
    if(NOT LEADLINE_${DEP_NAME}_DATA)
        list(APPEND LEADLINE_MISSING "${DEP_NAME} (Debian: ${DEP_PACKAGE})")
        set(LEADLINE_MISSING "${LEADLINE_MISSING}" PARENT_SCOPE)
    endif()
endfunction()

find_package(Threads REQUIRED)
leadline_package(FIND OpenSSL MINIMUM 3.0 PACKAGE libssl-dev)
leadline_package(FIND ICU MINIMUM 72 PACKAGE libicu-dev COMPONENTS uc)
leadline_package(FIND Boost MINIMUM 1.81 PACKAGE libboost1.81-dev)
leadline_package(FIND absl PACKAGE libabsl-dev)
leadline_package(FIND tl-expected MINIMUM 1.0 PACKAGE libexpected-dev)
leadline_package(FIND fmt MINIMUM 9.1 PACKAGE libfmt-dev)
leadline_package(FIND spdlog MINIMUM 1.10 PACKAGE libspdlog-dev)
leadline_package(FIND simdjson MINIMUM 3.0 PACKAGE libsimdjson-dev)
leadline_package(FIND yaml-cpp MINIMUM 0.7 PACKAGE libyaml-cpp-dev ALIAS yaml-cpp::yaml-cpp yaml-cpp)
leadline_package(FIND CLI11 MINIMUM 2.1 PACKAGE libcli11-dev)
leadline_package(FIND cereal MINIMUM 1.3 PACKAGE libcereal-dev)
leadline_library(TARGET RocksDB::rocksdb HEADER rocksdb/db.h LIBRARY rocksdb
    MINIMUM 7.8 PACKAGE librocksdb-dev)
leadline_library(TARGET re2::re2 HEADER re2/re2.h LIBRARY re2 MINIMUM 20220601 PACKAGE libre2-dev)
leadline_library(TARGET xxhash::xxhash HEADER xxhash.h LIBRARY xxhash
    MINIMUM 0.8.1 PACKAGE libxxhash-dev)
leadline_library(TARGET rdkafka::rdkafka HEADER librdkafka/rdkafka.h LIBRARY rdkafka
    MINIMUM 2.0.2 PACKAGE librdkafka-dev)
leadline_package(FIND CURL MINIMUM 7.88 PACKAGE libcurl4-openssl-dev)
leadline_headers(TARGET kainjow::mustache HEADER kainjow/mustache.hpp
    PACKAGE libkainjow-mustache-dev)
leadline_library(TARGET psl::psl HEADER libpsl.h LIBRARY psl MINIMUM 0.21.2 PACKAGE libpsl-dev)
leadline_library(TARGET csv::csv HEADER csv.h LIBRARY csv MINIMUM 3.0.3 PACKAGE libcsv-dev)
leadline_data(NAME tzdata FILE zoneinfo/Europe/Berlin PACKAGE tzdata)

if(LEADLINE_TESTS)
    leadline_package(FIND Catch2 MINIMUM 2.13 PACKAGE catch2)  # for tests
    leadline_package(FIND rapidcheck PACKAGE librapidcheck-dev  # for tests
        ALIAS rapidcheck::rapidcheck rapidcheck)
    leadline_package(FIND benchmark MINIMUM 1.7 PACKAGE libbenchmark-dev)  # for tests
endif()

if(LEADLINE_MISSING)
    list(JOIN LEADLINE_MISSING "\n  " missing)
    message(FATAL_ERROR "These libraries are missing:\n  ${missing}\n"
        "On Debian 12 `./dev run` installs them.")
endif()
