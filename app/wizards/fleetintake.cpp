// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/fleetintake.h"

#include "core/link/agents.h"
#include "core/manager/manager.h"
#include "core/manager/opener.h"
#include "core/profile/profile.h"

#include <QSysInfo>

namespace wizards {

namespace {

std::string whoAdds() { return qEnvironmentVariable("USER", QStringLiteral("unknown")).toStdString() + "@" + QSysInfo::machineHostName().toStdString(); }

fleet::Enrolment::Options intakeOptions(manager::Manager &manager, const fleet::Expectation &expectation)
{
    fleet::Enrolment::Options options;
    options.expectation = expectation;
    options.joinAdmins = true;
    options.knownHosts = manager::knownHostsPath(manager.profile().path());
    options.holder = whoAdds();
    if (const auto servers = manager.profile().servers())
        for (const profile::ServerEntry &entry : *servers)
            options.known.push_back(entry.name);
    return options;
}

class FleetIntake final : public Intake {
public:
    FleetIntake(manager::Manager &manager, agentlink::LinkAgents &link, const fleet::Expectation &expectation, QObject *parent)
        : Intake(parent)
        , m_manager(manager)
        , m_enrolment(link.hub(), intakeOptions(manager, expectation))
        , m_profile(expectation.profile)
    {
        connect(&m_enrolment, &fleet::Enrolment::rowChanged, this, &Intake::rowChanged);
        connect(&m_enrolment, &fleet::Enrolment::rowsChanged, this, &Intake::rowsChanged);
        connect(&m_enrolment, &fleet::Enrolment::added, this, [this](const profile::ServerEntry &entry) { keep(entry); });
    }
    const std::vector<fleet::HostRow> &rows() const override { return m_enrolment.rows(); }
    void add(const std::vector<profile::ServerEntry> &entries) override { m_enrolment.add(entries); }
    void remove(const std::string &server) override { m_enrolment.remove(server); }
    base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint) override { return m_enrolment.acceptHostKey(server, fingerprint); }
    void setLogin(const std::vector<std::string> &servers, const agentlink::Secret &secret) override { m_enrolment.setLogin(servers, secret); }
    void setJumpLogin(const std::string &hop, const agentlink::Secret &secret) override { m_enrolment.setJumpLogin(hop, secret); }
    void setSudo(const agentlink::Secret &secret) override { m_enrolment.setSudo(secret); }
    void setExpectation(const fleet::Expectation &expectation) override
    {
        m_profile = expectation.profile;
        m_enrolment.setExpectation(expectation);
    }
    base::Result<void> overrideCheck(const std::string &server, const std::string &check, const std::string &reason) override { return m_enrolment.overrideCheck(server, check, reason); }
    int deliver() override { return m_enrolment.deliver(); }
    void retry(const std::string &server) override { m_enrolment.retry(server); }
    void cancel() override { m_enrolment.cancel(); }

private:
    void keep(const profile::ServerEntry &entry)
    {
        const fleet::HostRow *row = m_enrolment.row(entry.name);
        const auto kept = row == nullptr ? m_manager.profile().addServer(entry) : fleet::keepAdded(m_manager.profile(), *row, m_profile, whoAdds());
        if (!kept)
            return emit failed(kept.error());
        m_manager.serversEdited();
        emit added(entry);
    }

    manager::Manager &m_manager;
    fleet::Enrolment m_enrolment;
    std::string m_profile;
};

} // namespace

std::unique_ptr<Intake> fleetIntake(manager::Manager &manager, agentlink::LinkAgents &link, const fleet::Expectation &expectation, QObject *parent)
{
    return std::make_unique<FleetIntake>(manager, link, expectation, parent);
}

} // namespace wizards
