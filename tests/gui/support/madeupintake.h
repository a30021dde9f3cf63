// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts on their way into a profile, moved by the test: no SSH, no threads.
#pragma once
#include "app/shell/serverside.h"
#include "app/wizards/intake.h"

#include <map>

namespace madeup {

class Intake final : public wizards::Intake {
    Q_OBJECT
public:
    const std::vector<fleet::HostRow> &rows() const override { return m_rows; }
    void add(const std::vector<profile::ServerEntry> &entries) override;
    void remove(const std::string &server) override;
    base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint) override;
    void setLogin(const std::vector<std::string> &servers, const agentlink::Secret &secret) override;
    void setJumpLogin(const std::string &hop, const agentlink::Secret &secret) override;
    void setSudo(const agentlink::Secret &secret) override;
    void setExpectation(const fleet::Expectation &expectation) override { m_expectation = expectation; }
    base::Result<void> overrideCheck(const std::string &server, const std::string &check, const std::string &reason) override;
    int deliver() override;
    void retry(const std::string &server) override;
    void cancel() override { m_cancelled = true; }

    void set(const std::string &server, const std::function<void(fleet::HostRow &)> &change);
    void setStep(const std::string &server, fleet::Step step);

    fleet::Expectation m_expectation;
    std::vector<std::string> m_retried, m_loggedIn;
    std::string m_loginSecret, m_sudoSecret, m_jump, m_jumpSecret;
    int m_deliveries = 0;
    bool m_cancelled = false;

private:
    std::vector<fleet::HostRow> m_rows;
};

std::vector<fleet::Check> goodChecks();
fleet::Check badCheck(); ///< "clock", an hour off
agentlink::HostKey hostKey(const std::string &server);
wizards::Around around();

/// Lines to servers that the test sets.
class ServerSide final : public shell::ServerSide {
    Q_OBJECT
public:
    shell::ServerLine line(const std::string &server) const override;
    void tryNow(const std::string &server) override { m_tried.push_back(server); }
    base::Result<void> acceptHostKey(const std::string &, const std::string &) override { return {}; }
    void setSecret(const std::string &, const std::string &hop, const agentlink::Secret &secret) override { m_secrets[hop] = secret.text(); }
    std::vector<profile::ServerEntry> entries() const override { return m_entries; }
    base::Result<void> saveEntry(const profile::ServerEntry &entry) override;
    base::Result<void> rename(const std::string &server, const std::string &name) override;
    base::Result<void> forget(const std::string &server, const std::string &reason) override;
    void ask(const std::string &server, protocol::Verb verb, Then then) override;
    std::string agentVersion() const override { return m_version; }
    shell::Upkeep *upgrade(const std::vector<std::string> &servers, QObject *parent) override;
    shell::Upkeep *removal(const std::vector<std::string> &servers, QObject *parent) override;

    std::map<std::string, shell::ServerLine> m_lines;
    std::map<std::string, std::string> m_secrets; ///< by jump host; empty: of the server
    std::vector<profile::ServerEntry> m_entries;
    std::vector<std::string> m_tried, m_forgotten, m_renamed;
    std::map<protocol::Verb, protocol::Json> m_answers;
    std::string m_version = "0.2.0";
};

/// Each server is done or has failed when the test says so.
class Upkeep final : public shell::Upkeep {
    Q_OBJECT
public:
    Upkeep(const std::vector<std::string> &servers, QObject *parent);
    const std::vector<Row> &rows() const override { return m_rows; }
    void start() override;
    void giveSecret(const agentlink::Secret &) override { }
    void cancel() override { m_running = false; }
    bool isRunning() const override { return m_running; }
    void finish(const std::string &server, bool well);

private:
    std::vector<Row> m_rows;
    bool m_running = false;
};

} // namespace madeup
