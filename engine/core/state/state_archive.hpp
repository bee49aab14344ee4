// StateWriter and StateReader: the archives of the canonical bytes of state entries. Numbers as
// they lie in memory, texts and lists with their length before them, resident things by their ids.
// A reader that was given too little, or too much, says so at its end and never reads beyond. One
// thread. Which fields an entry has is state_codec.cpp's affair.
#pragma once

#include <concepts>
#include <cstring>

#include "engine/core/state/program.hpp"

namespace leadline::engine {

using events::BytesView;

class StateWriter {
public:
    StateWriter(Bytes& out, const Program& program) : out_(&out), program_(&program) {}

    void operator()(std::integral auto value) { raw(&value, sizeof value); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(Enum value) { raw(&value, sizeof value); }
    void operator()(Time time) { raw(&time.us, sizeof time.us); }
    void operator()(events::Duration duration) { raw(&duration.us, sizeof duration.us); }
    void operator()(const std::string& text) { sized(text.data(), text.size()); }
    void operator()(const Bytes& bytes) { sized(bytes.data(), bytes.size()); }
    void operator()(const KeptBytes& bytes) { sized(bytes.view().data(), bytes.view().size()); }
    template <class Record>
    void reference(const Table<Record>& table, Index index) {
        const Text id = index == no_index ? Text() : Text(table.at(index).id);
        sized(id.data(), id.size());
    }
    template <class T, class Each>
    void list(const std::vector<T>& items, Each&& each) {
        (*this)(static_cast<std::uint32_t>(items.size()));
        for (const T& item : items) each(item);
    }
    template <class Thing, class Visit>
    void rare(const Rare<Thing>& thing, Visit&& visit) {
        (*this)(static_cast<std::uint8_t>(thing.empty() ? 0 : 1));
        if (!thing.empty()) visit(*thing);
    }
    [[nodiscard]] const Program& program() const { return *program_; }

private:
    void raw(const void* from, std::size_t bytes) {
        const std::size_t at = out_->size();
        out_->resize(at + bytes);
        std::memcpy(out_->data() + at, from, bytes);
    }
    void sized(const void* from, std::size_t bytes) {
        (*this)(static_cast<std::uint32_t>(bytes));
        if (bytes != 0) raw(from, bytes);
    }

    Bytes* out_;
    const Program* program_;
};

class StateReader {
public:
    StateReader(BytesView bytes, Program& program) : bytes_(bytes), program_(&program) {}

    void operator()(std::integral auto& value) { raw(&value, sizeof value); }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void operator()(Enum& value) { raw(&value, sizeof value); }
    void operator()(Time& time) { raw(&time.us, sizeof time.us); }
    void operator()(events::Duration& duration) { raw(&duration.us, sizeof duration.us); }
    void operator()(std::string& text) { text.assign(events::as_text(sized())); }
    void operator()(Bytes& bytes) {
        const BytesView view = sized();
        bytes.assign(view.begin(), view.end());
    }
    void operator()(KeptBytes& bytes) { bytes = KeptBytes(sized()); }
    template <class Record>
    void reference(const Table<Record>& table, Index& index) {
        const Text id = events::as_text(sized());
        index = no_index;
        if (id.empty()) return;
        const Record* record = table.find(id);
        if (record == nullptr) {
            ok_ = false;
            return;
        }
        index = record->index;
    }
    template <class T, class Each>
    void list(std::vector<T>& items, Each&& each) {
        fill(items, list_size(), each);
    }
    template <class Thing, class Visit>
    void rare(Rare<Thing>& thing, Visit&& visit) {
        std::uint8_t is_there = 0;
        (*this)(is_there);
        thing.clear();
        if (is_there != 0) visit(thing.own());
    }
    [[nodiscard]] bool done() const { return ok_ && bytes_.empty(); }
    [[nodiscard]] const Program& program() const { return *program_; }

private:
    // Zero, too, when it cannot be right.
    [[nodiscard]] std::uint32_t list_size() {
        std::uint32_t count = 0;
        (*this)(count);
        if (count > bytes_.size()) ok_ = false;
        return ok_ ? count : 0;
    }
    template <class T, class Each>
    static void fill(std::vector<T>& items, std::uint32_t count, Each&& each) {
        items.resize(count);
        for (T& item : items) each(item);
    }
    void raw(void* to, std::size_t bytes) {
        if (bytes > bytes_.size()) {
            ok_ = false;
            bytes_ = {};
            return;
        }
        std::memcpy(to, bytes_.data(), bytes);
        bytes_ = bytes_.subspan(bytes);
    }
    BytesView sized() {
        std::uint32_t size = 0;
        (*this)(size);
        if (size > bytes_.size()) {
            ok_ = false;
            return {};
        }
        const BytesView view = bytes_.first(size);
        bytes_ = bytes_.subspan(size);
        return view;
    }

    BytesView bytes_;
    Program* program_;
    bool ok_ = true;
};

}  // namespace leadline::engine
