// A certificate of this machine's address that nobody but its own signature vouches for, made anew
// for each test: what a server of SMTP shows, and the file by which a client may trust it.
#pragma once

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/ssl.hpp>
#include <filesystem>
#include <memory>

#include "events/base/ensure.hpp"

namespace leadline::tests {

class Certificate {
public:
    // Writes `folder`/key.pem and `folder`/certificate.pem.
    explicit Certificate(const std::filesystem::path& folder)
        : file_((folder / "certificate.pem").string()) {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                      EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
        ENSURE(key != nullptr && made != nullptr);
        ENSURE(X509_set_version(made.get(), 2) == 1);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -3'600);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), 86'400);
        ENSURE(X509_set_pubkey(made.get(), key.get()) == 1);
        X509_NAME* name = X509_get_subject_name(made.get());
        ENSURE(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                          reinterpret_cast<const unsigned char*>("leadline test"),
                                          -1, -1, 0) == 1);
        ENSURE(X509_set_issuer_name(made.get(), name) == 1);
        X509_EXTENSION* address =
            X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
        ENSURE(address != nullptr && X509_add_ext(made.get(), address, -1) == 1);
        X509_EXTENSION_free(address);
        ENSURE(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
        const std::string key_file = (folder / "key.pem").string();
        write(key_file, [&](BIO* to) {
            return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        write(file_, [&](BIO* to) { return PEM_write_bio_X509(to, made.get()); });
        context_.use_certificate_file(file_, boost::asio::ssl::context::pem);
        context_.use_private_key_file(key_file, boost::asio::ssl::context::pem);
    }

    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] boost::asio::ssl::context& server() { return context_; }

private:
    template <class Write>
    static void write(const std::string& file, Write&& what) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> to(BIO_new_file(file.c_str(), "w"),
                                                           BIO_free);
        ENSURE(to != nullptr && what(to.get()) == 1);
    }

    std::string file_;
    boost::asio::ssl::context context_{boost::asio::ssl::context::tls_server};
};

}  // namespace leadline::tests
