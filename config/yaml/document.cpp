// Document: a YAML file, read strictly; see document.hpp.
#include "config/yaml/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "config/yaml/tree_builder.hpp"
#include "config/yaml/utf8.hpp"

namespace leadline::config {
namespace {

using events::Failure;
using events::Result;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// The offset of the first character that no text file needs. yaml-cpp takes the byte 04 for the end
// of the file; none of the others is worth a guess either.
std::size_t first_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const unsigned next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (byte == '\r' && next == '\n') continue;
        if (byte < 0x20 && byte != '\t' && byte != '\n') return i;
        if (byte == 0x7F || (byte == 0xC2 && next < 0xA0)) return i;
        if (text.substr(i, byte_order_mark.size()) == byte_order_mark) return i;
    }
    return std::string_view::npos;
}

struct Saying {
    std::string_view theirs;
    std::string_view ours;
};

// yaml-cpp's messages that people meet most, in words that say what to do.
constexpr std::array sayings = {
    Saying{"illegal map value",
           "this \":\" makes no key here; put the text in quotes, or check the "
           "indentation"},
    Saying{"illegal tab when looking for indentation", "expected spaces"},
    Saying{"end of map not found", "expected the next key of a map; check the indentation"},
    Saying{"end of sequence not found", "expected the next \"-\" of a list; check the indentation"},
    Saying{"end of map flow not found", "expected \",\" or \"}\""},
    Saying{"end of sequence flow not found", "expected \",\" or \"]\""},
    Saying{"unknown token", "a text cannot begin with this character; put it in quotes"},
    Saying{"illegal block entry", "a list's \"-\" begins a line of its own"},
    Saying{"the referenced anchor is not defined",
           "aliases (*name) are not read here; write the value out"},
};

// What stands before a mistake often explains it.
std::string_view hint(const Source& source, std::size_t offset) {
    const std::string_view before = source.text().substr(0, offset);
    const std::string_view line = source.line(source.place_of(offset).line);
    if (line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos)
        return "; a tab stands in the indentation of this line, use spaces";
    if (!before.empty() && before.back() == '$')
        return "; inside [..] and {..} a text with ${..} needs quotes";
    return {};
}

std::string said(const Source& source, std::size_t offset, const std::string& theirs) {
    const auto known = std::find_if(sayings.begin(), sayings.end(),
                                    [&](const Saying& s) { return s.theirs == theirs; });
    std::string out = known != sayings.end() ? std::string(known->ours)
                                             : fmt::format("cannot be read as YAML: {}", theirs);
    return out += hint(source, offset);
}

// False when no tree could be made; the reason is in `diagnostics`.
bool check_text(const Source& source, Diagnostics& diagnostics) {
    const std::string_view text = source.text();
    if (const std::size_t bad = first_bad_utf8(text); bad != utf8_whole) {
        diagnostics.error(source.name(), fmt::format("not UTF-8 at byte {} (line {})", bad,
                                                     source.place_of(bad).line));
        return false;
    }
    if (const std::size_t bad = first_control_character(text); bad != std::string_view::npos) {
        diagnostics.error(source, source.place_of(bad),
                          fmt::format("control character 0x{:02x}; expected plain text",
                                      static_cast<unsigned char>(text[bad])));
        return false;
    }
    return true;
}

bool build(const Source& source, Diagnostics& diagnostics, Node& root) {
    std::istringstream in{std::string(source.text())};
    TreeBuilder builder(source, diagnostics);
    try {
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const TreeStopped&) {
        return false;
    } catch (const YAML::Exception& e) {
        const auto offset = e.mark.is_null() ? 0 : static_cast<std::size_t>(e.mark.pos);
        diagnostics.error(source, source.place_of(offset), said(source, offset, e.msg));
        return false;
    }
    root = builder.take_root();
    if (root.source == nullptr) {
        root.source = &source;
        root.place = {1, 1};
    }
    return true;
}

}  // namespace

Result<Document> Document::parse(std::string name, std::string text, Diagnostics& diagnostics) {
    if (text.size() > document_bytes_max) {
        diagnostics.error(name, fmt::format("larger than {} bytes", document_bytes_max));
        return tl::unexpected(diagnostics.result().error());
    }
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    auto source = std::make_unique<Source>(std::move(name), std::move(text));
    auto root = std::make_unique<Node>();
    if (!check_text(*source, diagnostics) || !build(*source, diagnostics, *root))
        return tl::unexpected(diagnostics.result().error());
    return Document(std::move(source), std::move(root));
}

Result<Document> Document::load(const std::filesystem::path& file, Diagnostics& diagnostics) {
    std::error_code code;
    if (std::filesystem::is_directory(file, code))
        return events::fail(Failure::io, file.string() + ": is a folder; expected a file");
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return events::fail(Failure::io,
                            fmt::format("{}: {}", file.string(), std::strerror(errno)));
    std::string text(document_bytes_max + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad())
        return events::fail(Failure::io,
                            fmt::format("{}: {}", file.string(), std::strerror(errno)));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return parse(file.string(), std::move(text), diagnostics);
}

}  // namespace leadline::config
