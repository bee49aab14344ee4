// A small strict validator for the part of JSON Schema 2020-12 that our schemas use, so that they
// are checked by something that shares no code with what wrote them. A keyword it does not know is
// a problem of the schema, never ignored.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace leadline::tests {

class JsonSchema {
public:
    explicit JsonSchema(const std::string& schema);
    ~JsonSchema();

    // What is wrong with the schema itself; empty when nothing is.
    [[nodiscard]] std::vector<std::string> problems_of_schema() const;

    // What is wrong with the document, "pointer: problem" each; empty when it is valid.
    [[nodiscard]] std::vector<std::string> problems_of(std::string_view document) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace leadline::tests
