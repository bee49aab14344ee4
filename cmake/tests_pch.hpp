// What every test includes, compiled once (see pch.hpp for the rules).
#pragma once

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "cmake/pch.hpp"
