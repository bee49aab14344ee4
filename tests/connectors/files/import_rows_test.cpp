// The import on small files: joins by computed columns, remarks on rows, and rows that nothing
// comes of.
#include <catch2/catch.hpp>

#include "tests/connectors/files/import_fixture.hpp"

using namespace leadline::tests;

TEST_CASE("import: a column that a join goes by is not computed of joined ones", "[connectors]") {
    Import import(top + R"(
files:
  prices: {file: "prices.csv", key: product}
  rows:
    file: "rows.csv"
    join: {prices: name}
    columns: {name: "${prices.product}"}
kinds:
  - {type: CreateLead, from: rows, id: "${id}", time: 2018-01-01, data: {lead: "${id}"}}
)");
    import.csv("rows.csv", "id,product\n1,Box\n").csv("prices.csv", "product,price\nBox,5\n");
    CHECK_FALSE(import.run());
    CHECK(import.failure == Failure::configuration);
    CHECK(import.said.find("map.yaml:10:21: error: unknown column of rows (rows.csv) "
                           "\"prices.product\"") != std::string::npos);
}

TEST_CASE("import: what a join goes by is computed of own columns, in the order written",
          "[connectors]") {
    Import import(top + R"(
files:
  prices: {file: "prices.csv", key: product}
  rows:
    file: "rows.csv"
    join: {prices: product_id}
    columns:
      label: "${product}: ${prices.price}"
      right: {column: product, correct: {Boxx: Box}}
      product_id: "${right}"
kinds:
  - type: CreateLead
    from: rows
    id: l-${id}
    time: 2018-01-01
    data: {lead: "${id}", text: "${label}", products: ["${product_id}"]}
)");
    import.csv("rows.csv", "id,product\n1,Boxx\n2,Lid\n3,Bag\n4,Boxx\n")
        .csv("prices.csv", "product,price\nBox,5\nLid,2\n");
    REQUIRE(import.run());
    CHECK(import.data() ==
          std::vector<std::string>{R"({"lead":"1","text":"Boxx: 5","products":["Box"]})",
                                   R"({"lead":"2","text":"Lid: 2","products":["Lid"]})",
                                   R"({"lead":"4","text":"Boxx: 5","products":["Box"]})"});
    CHECK(import.said.find("    right \"Boxx\" is taken for \"Box\": 2 times (rows.csv:2, "
                           "rows.csv:5)\n"
                           "    left out: product_id names no row of prices: 1 time (rows.csv:4 "
                           "\"Bag\")\n") != std::string::npos);
}

TEST_CASE("import: remarks count the rows that are so, and rows that nothing comes of are told",
          "[connectors]") {
    Import import(top + R"(
files:
  rows:
    file: "*.csv"
    key: id
    columns: {stage: {column: s, empty: omit}}
    remarks:
      without a stage: {column: stage, exists: false}
      won for nothing: [{column: s, equals: Won}, {not: {column: price, exists: true}}]
      never: {column: s, equals: x}
kinds:
  - {type: CreateLead, from: rows, id: "${id}", time: 2018-01-01, data: {lead: "${id}"},
     when: {column: s, in: [Won, Lost]}}
  - {type: AddLeadNote, from: rows, id: "n-${id}", time: 2018-01-01, data: {lead: "${id}"},
     when: {column: s, equals: Won}}
)");
    import.csv("a.csv", "id,s,price\n1,Won,\n2,Lost,3\n3,,\n4,Won,2\n5,Open,\n1,Won,\n");
    REQUIRE(import.run());
    CHECK(import.said ==
          "rows (a.csv): 5 rows, 1 left out\n"
          "    won for nothing: 1 time (a.csv:2)\n"
          "    s is empty, left the field out: 1 time (a.csv:4)\n"
          "    without a stage: 1 time (a.csv:4)\n"
          "    left out: id is a key met before: 1 time (a.csv:7 \"1\")\n"
          "    no kind's `when` holds, so nothing comes of it: 2 times (a.csv:4, a.csv:6)\n"
          "CreateLead from rows: 3 lines, 2 rows passed over by `when`\n"
          "AddLeadNote from rows: 2 lines, 3 rows passed over by `when`\n"
          "5 command lines, 1 left out\n");
}
