// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of made-up servers: the real store and follower over agents that answer from lists.
#pragma once
#include "core/logs/logs.h"
#include "tests/support/fakeagents.h"

#include <QTemporaryDir>

namespace madeup {

class Logs {
public:
    Logs()
    {
        agents.handler = [this](const jobs::Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (request.server == old)
                return support::FakeAgents::Reply(base::Error{base::Problem::BadMessage, "This agent (0.9) has no verb 'logs.fetch'.", {}, {}});
            const auto &log = lines[request.server];
            const std::string cursor = protocol::textOf(request.args, "cursor");
            const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor), to = std::min(log.size(), from + 1500);
            protocol::Json list = protocol::Json::array();
            for (std::size_t i = from; i < to; ++i)
                list.push_back(protocol::toJson(log[i]));
            return support::FakeAgents::Reply(jobs::Answer{protocol::Json{{"source", "journal"}, {"cursor", std::to_string(to)}, {"lines", list}, {"more", to < log.size()}, {"lost", ""}}, {}, false});
        };
    }
    void add(const std::string &server, std::int64_t at, const std::string &text, int priority = 6, const std::string &program = "kernel", const std::string &unit = {})
    {
        lines[server].push_back({at, priority, program, unit, program == "kernel" ? 0 : 812, text, 0});
    }
    void open(const std::vector<std::string> &servers)
    {
        book = std::make_unique<logbook::Logs>(logbook::Options{dir.filePath(QStringLiteral("made.profile")).toStdString(), &clock, true}, agents);
        book->setServers(servers);
    }
    /// What a person sees when he opens the page after a bad hour.
    void fill(std::int64_t now)
    {
        constexpr std::int64_t s = 1000, min = 60 * s;
        const std::int64_t t = now - 20 * min;
        for (int i = 0; i < 40; ++i)
            for (const char *server : {"mds1", "mds2", "oss1", "oss2", "oss3", "oss4"})
                add(server, t + i * 29 * s + (server[3] - '1') * 1700, i % 3 ? "Started Session " + std::to_string(40 + i) + " of User root." : "Accepted publickey for root from 10.10.0.2 port " + std::to_string(41200 + i) + " ssh2", 6,
                    i % 3 ? "systemd" : "sshd", i % 3 ? "init.scope" : "sshd.service");
        add("oss1", now - 9 * min, "LustreError: scratch-OST0001: slow parent lock 171s due to heavy IO load", 3);
        add("oss1", now - 8 * min, "Lustre: ll_ost_io01_004: service thread pid 36108 was inactive for 201.124 seconds. The thread might be hung, or it might only be slow and will resume later. Dumping the stack trace for debugging purposes:", 4);
        add("oss2", now - 8 * min + 3 * s, "LustreError: 0:0:(ldlm_lockd.c:261:expired_lock_main()) ### lock callback timer expired after 101s: evicting client at 10.10.1.105@tcp  ns: filter-scratch-OST0003_UUID lock: ff11000152d6b200/0x8f3c4e7ab1f9d05e lrc: 3/0,0 mode: PW/PW", 3);
        add("mds1", now - 8 * min + 4 * s, "Lustre: scratch-OST0001-osc-MDT0000: Connection to scratch-OST0001 (at 10.10.1.13@tcp) was lost; in progress operations using this service will wait for recovery to complete", 4);
        add("oss2", now - 6 * min, "LDISKFS-fs (dm-3): mounted filesystem with ordered data mode. Quota mode: journalled.", 6);
        add("oss2", now - 6 * min + s, "Lustre: scratch-OST0001: Will be in recovery for at least 2:00, or until 14 clients reconnect", 4);
        add("oss2", now - 6 * min + 41 * s, "Lustre: scratch-OST0001: Recovery over after 0:40, of 14 clients 13 recovered and 1 was evicted.", 4);
        add("mds1", now - 6 * min + 42 * s, "Lustre: scratch-OST0001-osc-MDT0000: Connection restored to 10.10.1.14@tcp (at 10.10.1.14@tcp)", 4);
        add("oss4", now - 2 * min, "LNetError: 31771:0:(socklnd.c:2255:ksocknal_handle_link_state_change()) 10.10.1.16@tcp: interface eth1 has no link", 3);
        for (auto &[server, list] : lines)
            std::stable_sort(list.begin(), list.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    }

    QTemporaryDir dir;
    base::SystemClock clock;
    support::FakeAgents agents{clock};
    std::map<std::string, std::vector<protocol::LogLine>> lines;
    std::string old; ///< a server whose agent has no logs
    std::unique_ptr<logbook::Logs> book;
};

} // namespace madeup
