// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/posting.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <curl/curl.h>
#include <memory>
#include <mutex>

namespace notify {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr long connectSeconds = 20, wholeSeconds = 90;
constexpr std::size_t mostAnswer = 2000;

struct Slist {
    curl_slist *list = nullptr;
    ~Slist() { curl_slist_free_all(list); }
    void add(const std::string &line)
    {
        if (curl_slist *longer = curl_slist_append(list, line.c_str()))
            list = longer;
    }
};

struct Source {
    const std::string *text = nullptr;
    std::size_t at = 0;
};

std::size_t readSome(char *to, std::size_t size, std::size_t count, void *user)
{
    Source &source = *static_cast<Source *>(user);
    const std::size_t some = std::min(size * count, source.text->size() - source.at);
    std::memcpy(to, source.text->data() + source.at, some);
    source.at += some;
    return some;
}

std::size_t keepSome(char *from, std::size_t size, std::size_t count, void *user)
{
    std::string &answer = *static_cast<std::string *>(user);
    answer.append(from, std::min(size * count, mostAnswer - std::min(mostAnswer, answer.size())));
    return size * count;
}

int isStopped(void *user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<const std::atomic<bool> *>(user)->load() ? 1 : 0;
}

/// One transfer with what both kinds have in common.
class Transfer {
public:
    Transfer(const std::string &url, const std::string &authorities, const std::atomic<bool> &stop)
    {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
        m_curl.reset(curl_easy_init());
        if (!m_curl)
            return;
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT, connectSeconds);
        set(CURLOPT_TIMEOUT, wholeSeconds);
        set(CURLOPT_ERRORBUFFER, m_words.data());
        set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_NOPROGRESS, 0L);
        set(CURLOPT_XFERINFOFUNCTION, &isStopped);
        set(CURLOPT_XFERINFODATA, const_cast<void *>(static_cast<const void *>(&stop)));
        set(CURLOPT_WRITEFUNCTION, &keepSome);
        set(CURLOPT_WRITEDATA, static_cast<void *>(&m_answer));
        if (!authorities.empty())
            set(CURLOPT_CAINFO, authorities.c_str());
    }
    template <class T> void set(CURLoption option, T value) { curl_easy_setopt(m_curl.get(), option, value); }
    bool good() const { return m_curl != nullptr; }
    CURLcode run() { return curl_easy_perform(m_curl.get()); }
    long status() const
    {
        long code = 0;
        curl_easy_getinfo(m_curl.get(), CURLINFO_RESPONSE_CODE, &code);
        return code;
    }
    std::string words(CURLcode code) const { return m_words[0] ? m_words.data() : curl_easy_strerror(code); }
    const std::string &answer() const { return m_answer; }

private:
    struct Cleanup {
        void operator()(CURL *curl) const { curl_easy_cleanup(curl); }
    };
    std::unique_ptr<CURL, Cleanup> m_curl;
    std::array<char, CURL_ERROR_SIZE> m_words{};
    std::string m_answer;
};

Error failure(const std::string &whom, CURLcode code, const std::string &words)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return {Problem::AccessDenied, "the certificate of " + whom + " is not trusted", words, "Give the certificate of its authority with --ca FILE."};
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
        return {Problem::Disconnected, whom + " does not speak TLS as it should", words, "Check port and --security: starttls is usual on 587, tls on 465."};
    case CURLE_LOGIN_DENIED:
        return {Problem::AccessDenied, whom + " does not take user and password", words, "Set them again: chandelierctl notify set mail ... --user NAME --ask-password."};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
        return {Problem::Unreachable, whom + " cannot be reached", words, "Check its name and port, and the firewalls between."};
    case CURLE_ABORTED_BY_CALLBACK:
        return {Problem::Cancelled, "this program is ending", words, {}};
    default:
        return {Problem::ToolFailed, whom + " did not take the message", words, {}};
    }
}

std::string bracketed(const std::string &host) { return host.find(':') != std::string::npos && host[0] != '[' ? "[" + host + "]" : host; }

} // namespace

Result<void> sendMail(const Mail &mail, const std::string &secret, const std::string &text, const std::atomic<bool> &stop)
{
    const std::string whom = mail.server + " port " + std::to_string(mail.portUsed());
    Transfer transfer((mail.security == Security::Tls ? "smtps://" : "smtp://") + bracketed(mail.server) + ":" + std::to_string(mail.portUsed()), mail.authorities, stop);
    if (!transfer.good())
        return Error{Problem::Internal, "libcurl cannot be used", {}, {}};
    Slist to;
    for (const std::string &one : mail.to)
        to.add("<" + one + ">");
    Source source{&text};
    const std::string from = "<" + mail.from + ">";
    transfer.set(CURLOPT_USE_SSL, long(mail.security == Security::None ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    transfer.set(CURLOPT_PROXY, "");
    transfer.set(CURLOPT_MAIL_FROM, from.c_str());
    transfer.set(CURLOPT_MAIL_RCPT, to.list);
    transfer.set(CURLOPT_READFUNCTION, &readSome);
    transfer.set(CURLOPT_READDATA, static_cast<void *>(&source));
    transfer.set(CURLOPT_UPLOAD, 1L);
    if (!mail.user.empty()) {
        transfer.set(CURLOPT_USERNAME, mail.user.c_str());
        transfer.set(CURLOPT_PASSWORD, secret.c_str());
    }
    const CURLcode code = transfer.run();
    if (code != CURLE_OK)
        return failure(whom, code, transfer.words(code));
    return {};
}

Result<void> postJson(const Webhook &webhook, const std::string &secret, const std::string &id, const std::string &json, const std::atomic<bool> &stop)
{
    const std::string whom = webhook.url.substr(0, webhook.url.find('/', webhook.url.find("://") + 3)); // what follows is often as good as a password
    Transfer transfer(webhook.url, webhook.authorities, stop);
    if (!transfer.good())
        return Error{Problem::Internal, "libcurl cannot be used", {}, {}};
    Slist headers;
    headers.add("Content-Type: application/json");
    headers.add("X-Chandelier-Id: " + id);
    headers.add("Expect:"); // some servers wait for ever
    if (!secret.empty())
        headers.add("Authorization: Bearer " + secret);
    transfer.set(CURLOPT_HTTPHEADER, headers.list);
    transfer.set(CURLOPT_USERAGENT, "chandelier/" CHANDELIER_VERSION);
    transfer.set(CURLOPT_POST, 1L);
    transfer.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(json.size()));
    transfer.set(CURLOPT_POSTFIELDS, json.c_str());
    const CURLcode code = transfer.run();
    if (code != CURLE_OK)
        return failure(whom, code, transfer.words(code));
    if (const long status = transfer.status(); status < 200 || status > 299)
        return Error{status == 401 || status == 403 ? Problem::AccessDenied : Problem::ToolFailed, whom + " answered " + std::to_string(status), transfer.answer(), {}};
    return {};
}

} // namespace notify
