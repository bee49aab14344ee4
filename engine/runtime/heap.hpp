// What the process's allocator keeps of memory that was freed. The engine's threads take and free
// buffers of many megabytes (checkpoints, tables that are merged); left to itself, the allocator
// of glibc keeps up to 64 MiB of that for each thread, which no option bounds.
#pragma once

namespace leadline::engine {

// Once, before there are threads: large buffers go back to the system when they are freed, and of
// the rest each thread keeps 8 MiB at most. Does nothing where the allocator is not glibc's.
void give_back_freed_memory();

// Afterwards, for an engine whose buffers of some megabytes come and go with each epoch, as those
// of Kafka's client do: otherwise each is asked of the system and given back. Up to 64 MiB stay.
void keep_buffers();

}  // namespace leadline::engine
