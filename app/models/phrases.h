// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the machine table and of plans, written once more where the translators' tools can see them.
#pragma once
#include <QtGlobal>

namespace models {

// clang-format off
inline constexpr const char *phrases[] = {
    QT_TRANSLATE_NOOP("machine", "Set up server"), QT_TRANSLATE_NOOP("machine", "Remove server"),
    QT_TRANSLATE_NOOP("machine", "Configure LNet"), QT_TRANSLATE_NOOP("machine", "Load LNet"), QT_TRANSLATE_NOOP("machine", "Start LNet"),
    QT_TRANSLATE_NOOP("machine", "Stop LNet"), QT_TRANSLATE_NOOP("machine", "Unload LNet"), QT_TRANSLATE_NOOP("machine", "Unconfigure LNet"),
    QT_TRANSLATE_NOOP("machine", "Format target"), QT_TRANSLATE_NOOP("machine", "Register target"), QT_TRANSLATE_NOOP("machine", "Start target"),
    QT_TRANSLATE_NOOP("machine", "Stop target"), QT_TRANSLATE_NOOP("machine", "Remove target"),
    QT_TRANSLATE_NOOP("machine", "Start file system"), QT_TRANSLATE_NOOP("machine", "Stop file system"), QT_TRANSLATE_NOOP("machine", "Remove file system"),
    QT_TRANSLATE_NOOP("machine", "Mount"), QT_TRANSLATE_NOOP("machine", "Unmount"), QT_TRANSLATE_NOOP("machine", "Forget mount"),
    QT_TRANSLATE_NOOP("machine", "Reboot"), QT_TRANSLATE_NOOP("machine", "Shut down"), QT_TRANSLATE_NOOP("machine", "Fail over"),
    QT_TRANSLATE_NOOP("machine", "Fail back"), QT_TRANSLATE_NOOP("machine", "Rewrite configuration"), QT_TRANSLATE_NOOP("machine", "Repair"),
    QT_TRANSLATE_NOOP("machine", "Close firewall"),
    QT_TRANSLATE_NOOP("machine", "Drain"),
    QT_TRANSLATE_NOOP("machine", "Give back"),
    QT_TRANSLATE_NOOP("machine", "Install packages"),
    QT_TRANSLATE_NOOP("machine", "Move targets home"),
    QT_TRANSLATE_NOOP("machine", "Open firewall"),
    QT_TRANSLATE_NOOP("machine", "Reboot into the Lustre kernel"),
    QT_TRANSLATE_NOOP("machine", "Restart agent"),
    QT_TRANSLATE_NOOP("machine", "Start services"),
    QT_TRANSLATE_NOOP("machine", "Synchronize clock"),
    QT_TRANSLATE_NOOP("machine", "Take services back"),
    QT_TRANSLATE_NOOP("machine", "Take time settings back"),
    QT_TRANSLATE_NOOP("machine", "Take under management"),
    QT_TRANSLATE_NOOP("machine", "Configure Corosync"),
    QT_TRANSLATE_NOOP("machine", "Start Corosync"),
    QT_TRANSLATE_NOOP("machine", "Stop Corosync"),
    QT_TRANSLATE_NOOP("machine", "Unconfigure Corosync"),
    QT_TRANSLATE_NOOP("machine", "Start Pacemaker"),
    QT_TRANSLATE_NOOP("machine", "Stop Pacemaker"),
    QT_TRANSLATE_NOOP("machine", "Configure cluster"),
    QT_TRANSLATE_NOOP("machine", "Take cluster settings back"),
    QT_TRANSLATE_NOOP("machine", "Configure fencing"),
    QT_TRANSLATE_NOOP("machine", "Take fencing back"),
    QT_TRANSLATE_NOOP("machine", "Hand over to Pacemaker"),
    QT_TRANSLATE_NOOP("machine", "Take back from Pacemaker"),
    QT_TRANSLATE_NOOP("machine", "Put into standby"),
    QT_TRANSLATE_NOOP("machine", "Bring online"),
    QT_TRANSLATE_NOOP("machine", "Begin maintenance"),
    QT_TRANSLATE_NOOP("machine", "End maintenance"),
    QT_TRANSLATE_NOOP("machine", "Clean up failures"),
    QT_TRANSLATE_NOOP("machine", "Remove bans"),
    QT_TRANSLATE_NOOP("machine", "Fence for a test"),
    QT_TRANSLATE_NOOP("machine", "Test fencing"),
    QT_TRANSLATE_NOOP("machine", "Remove cluster"), QT_TRANSLATE_NOOP("machine", "Rewrite corosync.conf"),
};
// Of a server that is removed by force: fleet::leftBehind("%1").
inline constexpr const char *leftBehind[] = {
    QT_TRANSLATE_NOOP("fleet", "The agent's files stay in /usr/libexec/chandelier, its service in /etc/systemd/system/chandelier-agent.service, and when %1 boots again the agent runs again; nobody of this program talks to it then."),
    QT_TRANSLATE_NOOP("fleet", "Its journal and audit stay in /var/lib/chandelier, the groups chandelier-admin and chandelier-view in /etc/group."),
    QT_TRANSLATE_NOOP("fleet", "Lustre's packages, LNet's configuration and what lies on the disks stay as they are. Targets that %1 had mounted may be mounted there again when it comes back."),
    QT_TRANSLATE_NOOP("fleet", "To clean up later, add %1 again and remove it without --force, or there: systemctl disable --now chandelier-agent; rm -rf /usr/libexec/chandelier /etc/systemd/system/chandelier-agent.service /var/lib/chandelier /run/chandelier; groupdel chandelier-admin; groupdel chandelier-view"),
};
// clang-format on

} // namespace models
