// SPDX-License-Identifier: GPL-3.0-or-later
// What a handler of a command has at hand. Internal to app/cli.
#pragma once
#include "app/cli/handlers.h"
#include "app/cli/show.h"

namespace cli {

struct Context {
    const Arguments &arguments;
    Session &session;
    Output output;
    Finish finish;
    manager::Manager &manager() const { return session.manager(); }
    bool json() const { return arguments.has("json"); }
    void print(const std::string &text, const Json &json) const
    {
        output.out(this->json() ? protocol::dumpJson(json) + '\n' : text);
        finish(Done);
    }
    void fail(const base::Error &error, int code = Failed) const
    {
        output.err(json() ? protocol::dumpJson(protocol::toJson(error)) + '\n' : errorText(error));
        finish(code);
    }
    void follow(const jobs::JobId &id) const
    {
        new Follower(manager(), id, json(), output, [finish = finish](bool good) { finish(good ? Done : Failed); }, &session);
    }
};

// Commands about the profile's servers and the lines to them (servers.cpp).
void addServer(const Context &context);
void renameServer(const Context &context);
void readdressServer(const Context &context);
void showLeases(const Context &context);

// Figures (metrics.cpp).
void showMetrics(const Context &context);
// Logs (logs.cpp).
void showLogs(const Context &context);
/// "90s", "10m", "6h", "30d", "2w" in ms; 0: cannot be read.
std::int64_t durationOf(const std::string &text);

// Alerts, and who is told of them (alerts.cpp, watch.cpp, notify.cpp).
void showAlerts(const Context &context);
void acknowledgeAlert(const Context &context);
void muteAlerts(const Context &context);
void unmuteAlerts(const Context &context);
void watchAlerts(const Context &context);
void showNotify(const Context &context);
void setNotifyMail(const Context &context);
void setNotifyWebhook(const Context &context);
void setNotifyWhen(const Context &context);
void turnNotifyOff(const Context &context);
void testNotify(const Context &context);
// Read anew on the server (closelook.cpp).
void showBurst(const Context &context);
void showClients(const Context &context);
void showFreeSpace(const Context &context);

// What happened (history.cpp).
void showHistory(const Context &context);

// Clusters of Corosync and Pacemaker (ha.cpp).
void showHa(const Context &context);
void proposeHa(const Context &context);
// Followed, and told afterwards (hawatch.cpp).
void watchHa(const Context &context);
void tellHa(const Context &context);

// Server profiles (profiles.cpp).
void listProfiles(const Context &context);
void showProfile(const Context &context);

// Many servers at once, over SSH (fleetadd.cpp, fleetchange.cpp).
void enrolServers(const Context &context);
void checkServers(const Context &context);
void upgradeServers(const Context &context);
void removeServers(const Context &context);

} // namespace cli
