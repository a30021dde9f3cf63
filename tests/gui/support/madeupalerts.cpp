// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/madeupalerts.h"

namespace madeup {

Alerts::Alerts()
{
    using monitoring::Severity;
    std::vector<monitoring::Alert> all(3);
    all[0] = {1, "server-silent", Severity::Error, "server:oss2", "oss2", "oss2", 1'700'000'000'000, 0, "Server does not answer", "oss2 has not answered for 2 min", false, {}, {}, 0, 0};
    all[1] = {2, "ost-space-90", Severity::Warning, "target:scratch-OST0007", "scratch-OST0007", "oss4", 1'700'000'100'000, 0, "OST nearly full", "scratch-OST0007 is 92 % full", false, {}, {}, 0, 0};
    all[2] = {3, "recovery", Severity::Info, "target:scratch-OST0001", "scratch-OST0001", "oss1", 1'700'000'200'000, 0, "Target in recovery", "scratch-OST0001 waits for 12 of 1,204 clients", true, {}, {}, 0, 0};
    m_active = std::make_shared<const std::vector<monitoring::Alert>>(std::move(all));
    monitoring::Alert over = (*m_active)[2];
    over.id = 4;
    over.rule = "target-offline";
    over.severity = Severity::Error;
    over.title = "Target offline";
    over.text = "scratch-OST0001 is not mounted, though it should be.";
    over.begin -= 3'600'000;
    over.earliest = over.begin - 600'000;
    over.end = over.begin + 120'000;
    m_over = {over};
    m_rule.id = "ost-space-90";
    m_rule.cause = "More is written than is deleted, or the stripes of large files lie on few OSTs.";
    m_rule.remedy = "Move large files with lfs migrate, or take the OST out of the allocation.";
}

void Alerts::change(std::int64_t id, const std::function<void(monitoring::Alert &)> &how)
{
    std::vector<monitoring::Alert> all = *m_active;
    for (monitoring::Alert &alert : all)
        if (alert.id == id)
            how(alert);
    m_active = std::make_shared<const std::vector<monitoring::Alert>>(std::move(all));
    emit changed();
}

void Alerts::acknowledge(std::int64_t alert, const std::string &note)
{
    change(alert, [&](monitoring::Alert &a) {
        a.who = "admin@desk";
        a.note = note;
        a.acknowledgedAt = a.begin + 1000;
    });
}

void Alerts::mute(const monitoring::Alert &alert, std::int64_t until)
{
    change(alert.id, [&](monitoring::Alert &a) { a.mutedUntil = until; });
}

void Alerts::history(std::int64_t, std::int64_t, QObject *, History then)
{
    std::vector<monitoring::Alert> all = *m_active;
    all.insert(all.end(), m_over.begin(), m_over.end());
    then(all);
}

} // namespace madeup
