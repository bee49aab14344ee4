// Gives pch.hpp a target to be compiled in; nothing of its own.
