// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/madeupintake.h"

#include <QTimer>
#include <algorithm>

namespace madeup {

using fleet::Grade;
using fleet::Step;

void Intake::add(const std::vector<profile::ServerEntry> &entries)
{
    for (const profile::ServerEntry &entry : entries)
        if (row(entry.name) == nullptr) {
            fleet::HostRow made;
            made.entry = entry;
            made.stageText = "key exchange";
            m_rows.push_back(std::move(made));
        }
    emit rowsChanged();
}

void Intake::remove(const std::string &server)
{
    std::erase_if(m_rows, [&](const fleet::HostRow &r) { return r.entry.name == server; });
    emit rowsChanged();
}

void Intake::set(const std::string &server, const std::function<void(fleet::HostRow &)> &change)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].entry.name == server) {
            change(m_rows[i]);
            emit rowChanged(static_cast<int>(i));
            return;
        }
}

void Intake::setStep(const std::string &server, Step step)
{
    set(server, [step, server](fleet::HostRow &row) {
        row.step = step;
        row.error.reset();
        if (step == Step::Checked && row.checks.empty())
            row.checks = goodChecks();
        if (step == Step::WantsHostKey)
            row.hostKey = hostKey(server);
    });
}

base::Result<void> Intake::acceptHostKey(const std::string &server, const std::string &fingerprint)
{
    const fleet::HostRow *found = row(server);
    if (found == nullptr || !found->hostKey || found->hostKey->fingerprint != fingerprint)
        return base::Error{base::Problem::BadArgument, "That is not the key that was shown.", {}, {}};
    setStep(server, Step::Connecting);
    return {};
}

void Intake::setLogin(const std::vector<std::string> &servers, const agentlink::Secret &secret)
{
    m_loggedIn = servers;
    m_loginSecret = secret.text();
    for (const std::string &server : servers)
        if (const fleet::HostRow *found = row(server); found != nullptr && found->step == Step::WantsSecret)
            setStep(server, Step::Connecting);
}

void Intake::setJumpLogin(const std::string &hop, const agentlink::Secret &secret)
{
    m_jump = hop;
    m_jumpSecret = secret.text();
    for (const fleet::HostRow &each : std::vector<fleet::HostRow>(m_rows))
        if (each.hop == hop && each.step == Step::WantsSecret)
            set(each.entry.name, [](fleet::HostRow &row) {
                row.hop.clear();
                row.step = Step::Connecting;
            });
}

void Intake::setSudo(const agentlink::Secret &secret)
{
    m_sudoSecret = secret.text();
    for (const fleet::HostRow &each : std::vector<fleet::HostRow>(m_rows))
        if (each.step == Step::WantsSudo)
            setStep(each.entry.name, Step::Probing);
}

base::Result<void> Intake::overrideCheck(const std::string &server, const std::string &check, const std::string &reason)
{
    set(server, [&](fleet::HostRow &row) {
        for (fleet::Check &each : row.checks)
            if (each.id == check)
                each.overridden = reason;
    });
    return {};
}

int Intake::deliver()
{
    int begun = 0;
    for (const fleet::HostRow &each : std::vector<fleet::HostRow>(m_rows))
        if (each.step == Step::Checked && std::none_of(each.checks.begin(), each.checks.end(), [](const auto &c) { return c.stops(); })) {
            set(each.entry.name, [](fleet::HostRow &row) {
                row.step = Step::Delivering;
                row.fraction = 0;
            });
            ++begun;
        }
    ++m_deliveries;
    return begun;
}

void Intake::retry(const std::string &server)
{
    m_retried.push_back(server);
    setStep(server, Step::Connecting);
}

std::vector<fleet::Check> goodChecks()
{
    const auto good = [](const char *id, const char *title, const char *found) { return fleet::Check{id, title, Grade::Good, found}; };
    return {good("login", "Login", "as root, by key"), good("system", "System", "Rocky Linux 8.10, x86_64"), good("clock", "Clock", "0.02 s behind this workstation"),
        good("names", "Names", "own and 19 peers' names resolve"), good("space", "Free space", "41 GiB on /, 18 GiB on /var"), good("systemd", "systemd", "239"),
        {"selinux", "SELinux", Grade::Notice, "enforcing", "Lustre's modules are not confined, but mount points need a context.", "Nothing to do, unless mounts are refused: ausearch -m avc"},
        good("firewall", "Firewall", "988/tcp is let in"), good("lustre", "Lustre", "2.15.5, fits kernel 4.18.0-553.el8_lustre"), good("lnet", "LNet interfaces", "eth1 10.10.1.11, 25 Gb/s"),
        good("disks", "Shared disks", "24 disks, each seen by one peer more")};
}

fleet::Check badCheck()
{
    return {"clock", "Clock", Grade::Bad, "1 h 02 min ahead of this workstation", "Leases, logs and Corosync go wrong when clocks differ by more than 5 s.",
        "Start time synchronisation there: systemctl enable --now chronyd && chronyc makestep"};
}

agentlink::HostKey hostKey(const std::string &server)
{
    return {server, "ssh-ed25519", "SHA256:Vb3k9oR1mPq7yXw0" + server.substr(0, 4) + "cD2fGhJk5LzNtUaEiOs8B4", server + " ssh-ed25519 AAAA", "presented by " + server + " port 22 through jump host gw.lab"};
}

wizards::Around around()
{
    wizards::Around around;
    around.taken = {"mgs1"};
    around.agentVersion = QStringLiteral("0.2.0");
    around.profiles = {{"storage-ldiskfs", QStringLiteral("Managed storage server, ldiskfs"), QStringLiteral("MGS, MDTs and OSTs on ldiskfs with the patched kernel; failover pairs."),
                           {QStringLiteral("Repositories: Lustre 2.15 server, e2fsprogs for Lustre"), QStringLiteral("Packages: kernel, lustre, lustre-osd-ldiskfs-mount, e2fsprogs"), QStringLiteral("A reboot where another kernel has to run"), QStringLiteral("LNet: configured and started")}, {"storage-ldiskfs"}},
        {"storage-zfs", QStringLiteral("Managed storage server, ZFS"), QStringLiteral("Targets on ZFS pools; the kernel of the distribution."), {QStringLiteral("Packages: lustre, lustre-osd-zfs-mount, zfs")}, {"storage-zfs"}},
        {"", QStringLiteral("Monitored only"), QStringLiteral("Nothing on the server is changed beyond the agent."), {}, {}}};
    return around;
}

shell::ServerLine ServerSide::line(const std::string &server) const
{
    const auto at = m_lines.find(server);
    if (at != m_lines.end())
        return at->second;
    shell::ServerLine line;
    line.stage = agentlink::Stage::Connected;
    line.role = "admin";
    line.version = "0.1.0";
    return line;
}

base::Result<void> ServerSide::saveEntry(const profile::ServerEntry &entry)
{
    std::erase_if(m_entries, [&](const auto &e) { return e.name == entry.name; });
    m_entries.push_back(entry);
    return profile::check(entry);
}

base::Result<void> ServerSide::rename(const std::string &server, const std::string &name)
{
    m_renamed.push_back(server + " > " + name);
    return {};
}

base::Result<void> ServerSide::forget(const std::string &server, const std::string &reason)
{
    m_forgotten.push_back(server + ": " + reason);
    return {};
}

void ServerSide::ask(const std::string &server, protocol::Verb verb, Then then)
{
    const auto at = m_answers.find(verb);
    base::Result<protocol::Json> answer = at == m_answers.end() ? base::Result<protocol::Json>(base::Error{base::Problem::Unreachable, server + " is not connected.", {}, {}}) : at->second;
    QTimer::singleShot(0, this, [answer, then] { then(answer); });
}

shell::Upkeep *ServerSide::upgrade(const std::vector<std::string> &servers, QObject *parent) { return new Upkeep(servers, parent); }
shell::Upkeep *ServerSide::removal(const std::vector<std::string> &servers, QObject *parent) { return new Upkeep(servers, parent); }

Upkeep::Upkeep(const std::vector<std::string> &servers, QObject *parent)
    : shell::Upkeep(parent)
{
    int wave = 1;
    int inWave = 0;
    for (const std::string &server : servers) {
        m_rows.push_back({server, QStringLiteral("Waits"), -1, false, false, {}, wave});
        if (++inWave == wave * wave)
            ++wave, inWave = 0;
    }
}

void Upkeep::start()
{
    m_running = true;
    for (Row &row : m_rows)
        if (row.wave == 1) {
            row.running = true;
            row.fraction = 0.4;
            row.state = QStringLiteral("Uploading");
        }
    emit changed();
}

void Upkeep::finish(const std::string &server, bool well)
{
    bool open = false;
    for (Row &row : m_rows) {
        if (row.server == server) {
            row.running = false;
            row.done = well;
            row.state = well ? QStringLiteral("Done") : QStringLiteral("Failed");
            if (!well)
                row.error = base::Error{base::Problem::NoSpace, server + ": no space left on /usr.", "dd: writing: No space left on device", "Make room there."};
        }
        open = open || (!row.done && !row.error);
    }
    m_running = open && well;
    emit changed();
    if (!m_running)
        emit ended(well ? QStringLiteral("All are done.") : QStringLiteral("It stopped at %1.").arg(QString::fromStdString(server)));
}

} // namespace madeup
