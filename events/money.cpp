// See money.hpp. The list is ISO 4217's: every currency in use that has minor units, and those
// withdrawn in the last years, because a log remembers them. Metals, funds of account and test
// codes (XAU, XDR, XTS, ...) have none and are no money here.
#include "events/money.hpp"

#include <algorithm>
#include <string_view>

namespace leadline::events {
namespace {

// Three letters each, no separators, in alphabetical order: see is_among.
constexpr std::string_view with_0_digits = "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF";
constexpr std::string_view with_3_digits = "BHDIQDJODKWDLYDOMRTND";
constexpr std::string_view with_4_digits = "CLFUYW";
constexpr std::string_view with_2_digits =
    "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCNY"
    "COPCOUCRCCUCCUPCVECZKDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNLHRKHTGHUFIDRILS"
    "INRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMXVMYRMZNNAD"
    "NGNNIONOKNPRNZDPABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEKSGDSHPSLESLLSOSSRDSSPSTNSVCSYP"
    "SZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUSNUYUUZSVEDVESWSTXCDXCGYERZARZMWZWGZWL";

bool is_among(std::string_view codes, Text currency) {
    std::size_t low = 0;
    std::size_t high = codes.size() / 3;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const int order = codes.substr(middle * 3, 3).compare(currency);
        if (order == 0) return true;
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

// Appends a decimal digit to a number that counts downwards: there is one more negative number than
// there are positive ones. False: it does not fit.
bool append_digit(std::int64_t& negative, int digit) {
    return !__builtin_mul_overflow(negative, std::int64_t{10}, &negative) &&
           !__builtin_sub_overflow(negative, std::int64_t{digit}, &negative);
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<int> minor_digits(Text currency) {
    if (currency == "EUR" || currency == "USD") return 2;  // nearly all there is
    if (currency.size() != 3) return std::nullopt;
    if (is_among(with_2_digits, currency)) return 2;
    if (is_among(with_0_digits, currency)) return 0;
    if (is_among(with_3_digits, currency)) return 3;
    if (is_among(with_4_digits, currency)) return 4;
    return std::nullopt;
}

std::optional<std::int64_t> minor_units(Text amount, Text currency) {
    const std::optional<int> digits = minor_digits(currency);
    if (!digits) return std::nullopt;
    const bool below_zero = amount.starts_with('-');
    if (below_zero) amount.remove_prefix(1);
    const std::size_t point = std::min(amount.find('.'), amount.size());
    const Text whole = amount.substr(0, point);
    const Text fraction = point == amount.size() ? Text{} : amount.substr(point + 1);
    if (whole.empty() || (point != amount.size() && fraction.empty())) return std::nullopt;
    if (fraction.size() > static_cast<std::size_t>(*digits)) return std::nullopt;

    std::int64_t negative = 0;
    for (const char c : whole)
        if (!is_digit(c) || !append_digit(negative, c - '0')) return std::nullopt;
    for (const char c : fraction)
        if (!is_digit(c) || !append_digit(negative, c - '0')) return std::nullopt;
    for (auto missing = static_cast<std::size_t>(*digits) - fraction.size(); missing > 0; --missing)
        if (!append_digit(negative, 0)) return std::nullopt;
    if (below_zero) return negative;
    if (negative == INT64_MIN) return std::nullopt;
    return -negative;
}

}  // namespace leadline::events
