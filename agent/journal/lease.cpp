// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/journal/lease.h"

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

constexpr const char *leaseFile = "lease";

std::string freshToken(const LeaseKeeper::Random &random)
{
    std::string token;
    for (int word = 0; word < 2; ++word) {
        const std::uint64_t bits = random();
        for (int shift = 60; shift >= 0; shift -= 4)
            token += "0123456789abcdef"[bits >> shift & 15];
    }
    return token;
}

std::string whose(const Lease &lease)
{
    return lease.holder + (lease.host.empty() ? "" : " on " + lease.host) + (lease.title.empty() ? "" : " (" + lease.title + ")");
}

Error held(const Lease &lease, const std::vector<std::string> &busy)
{
    Json detail = publicJson(lease);
    detail["running"] = busy;
    return {Problem::LeaseHeld, "This server is being changed by " + whose(lease) + ".", protocol::dumpJson(detail),
            "Wait until that job has ended, or ask its holder to stop it."};
}

} // namespace

Json publicJson(const Lease &lease)
{
    return {{"holder", lease.holder}, {"host", lease.host}, {"job", lease.job}, {"title", lease.title},
            {"since", lease.since}, {"expiresAt", lease.expiresAt}};
}

Result<> LeaseKeeper::open()
{
    const Result<std::string> text = m_storage.read(leaseFile);
    if (!text)
        return text.error();
    m_lease.reset();
    const Json json = protocol::parseJson(*text);
    if (const std::string token = protocol::textOf(json, "token"); !token.empty())
        m_lease = Lease{token, protocol::textOf(json, "holder"), protocol::textOf(json, "host"), protocol::textOf(json, "job"),
                        protocol::textOf(json, "title"), protocol::realOf(json, "since"), protocol::realOf(json, "expiresAt")};
    return {};
}

Result<> LeaseKeeper::store(const std::optional<Lease> &lease)
{
    Json json = Json::object();
    if (lease) {
        json = publicJson(*lease);
        json["token"] = lease->token;
    }
    const Result<> done = m_storage.replace(leaseFile, protocol::dumpJson(json));
    if (done)
        m_lease = lease;
    return done;
}

std::optional<Lease> LeaseKeeper::current(double now, bool busy) const
{
    return m_lease && (busy || now < m_lease->expiresAt) ? m_lease : std::nullopt;
}

Result<Lease> LeaseKeeper::take(const Lease &wanted, double seconds, double now, const std::vector<std::string> &busy,
                                std::optional<Lease> *replaced)
{
    const std::optional<Lease> other = current(now, !busy.empty());
    const bool same = m_lease && m_lease->job == wanted.job;
    if (other && !same)
        return held(*other, busy);
    if (m_lease && !same && replaced)
        *replaced = m_lease;
    Lease lease = wanted;
    lease.token = freshToken(m_random);
    lease.since = other && same ? other->since : now;
    lease.expiresAt = now + seconds;
    if (const Result<> done = store(lease); !done)
        return done.error();
    return lease;
}

Result<Lease> LeaseKeeper::renew(const std::string &token, double seconds, double now)
{
    // An expired lease that nobody took meanwhile is still this holder's.
    if (!m_lease || m_lease->token != token)
        return check(token, now, true).error();
    Lease lease = *m_lease;
    lease.expiresAt = now + seconds;
    if (const Result<> done = store(lease); !done)
        return done.error();
    return lease;
}

Result<Lease> LeaseKeeper::release(const std::string &token)
{
    if (!m_lease || m_lease->token != token)
        return check(token, 0, true).error();
    const Lease lease = *m_lease;
    if (const Result<> done = store({}); !done)
        return done.error();
    return lease;
}

Result<> LeaseKeeper::check(const std::string &token, double now, bool busy) const
{
    const std::optional<Lease> lease = current(now, busy);
    if (lease && !token.empty() && lease->token == token)
        return {};
    const std::string why = !lease ? "nobody holds it now" : "it is held by " + whose(*lease);
    return Error{Problem::LeaseNeeded, "Changing this server needs its write lease, and the one given is not the current one: " + why + ".",
                 lease ? protocol::dumpJson(publicJson(*lease)) : std::string(), "Take the lease (lease.take) and ask again."};
}

} // namespace agent
