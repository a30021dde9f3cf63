<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>charts::Forecast</name>
    <message numerus="yes">
        <source>in about %n years</source>
        <translation>
            <numerusform>in about %n year</numerusform>
            <numerusform>in about %n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in about %n days</source>
        <translation>
            <numerusform>in about %n day</numerusform>
            <numerusform>in about %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>charts::MonitorSource</name>
    <message numerus="yes">
        <source>. And %n more</source>
        <translation>
            <numerusform>. And %n more</numerusform>
            <numerusform>. And %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>charts::TimeAxis</name>
    <message numerus="yes">
        <source>%n weeks</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>charts::TimeChart</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>charts::Tip</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>models::Words</name>
    <message numerus="yes">
        <source>Not possible for %n of the chosen: %1</source>
        <translation>
            <numerusform>Not possible for one of the chosen: %1</numerusform>
            <numerusform>Not possible for %n of the chosen: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moves</source>
        <translation>
            <numerusform>%n move</numerusform>
            <numerusform>%n moves</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>all %n targets could fail over now</source>
        <translation>
            <numerusform>the target could fail over now</numerusform>
            <numerusform>all %n targets could fail over now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n targets</source>
        <translation>
            <numerusform>%n target</numerusform>
            <numerusform>%n targets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n jobs do I/O there</source>
        <translation>
            <numerusform>%n job does I/O there</numerusform>
            <numerusform>%n jobs do I/O there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::Alerts</name>
    <message numerus="yes">
        <source>%n not yet acknowledged</source>
        <translation>
            <numerusform>%n not yet acknowledged</numerusform>
            <numerusform>%n not yet acknowledged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::CloseLook</name>
    <message numerus="yes">
        <source>%n seconds left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are connected; rates of the last two seconds</source>
        <translation>
            <numerusform>%n is connected; rates of the last two seconds</numerusform>
            <numerusform>%n are connected; rates of the last two seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::Dashboard</name>
    <message numerus="yes">
        <source>%n want attention</source>
        <translation>
            <numerusform>%n wants attention</numerusform>
            <numerusform>%n want attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::DetailPage</name>
    <message numerus="yes">
        <source>%n things are not as wanted</source>
        <translation>
            <numerusform>One thing is not as wanted</numerusform>
            <numerusform>%n things are not as wanted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::FreeSpace</name>
    <message numerus="yes">
        <source>The maps of %n groups could not be read from the disk.</source>
        <translation>
            <numerusform>The map of %n group could not be read from the disk.</numerusform>
            <numerusform>The maps of %n groups could not be read from the disk.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The kernel calls the maps of %n groups damaged: e2fsck is due.</source>
        <translation>
            <numerusform>The kernel calls the map of %n group damaged: e2fsck is due.</numerusform>
            <numerusform>The kernel calls the maps of %n groups damaged: e2fsck is due.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::ListPage</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::LogsPage</name>
    <message numerus="yes">
        <source>Paused, %n new line(s) at the end</source>
        <translation>
            <numerusform>Paused, %n new line at the end</numerusform>
            <numerusform>Paused, %n new lines at the end</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::MoveDetail</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::Overview</name>
    <message numerus="yes">
        <source>%n want attention</source>
        <translation>
            <numerusform>One wants attention</numerusform>
            <numerusform>%n want attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things are not as wanted</source>
        <translation>
            <numerusform>One thing is not as wanted</numerusform>
            <numerusform>%n things are not as wanted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::PlanPage</name>
    <message numerus="yes">
        <source>%n destroy data</source>
        <translation>
            <numerusform>one destroys data</numerusform>
            <numerusform>%n destroy data</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interrupt service</source>
        <translation>
            <numerusform>one interrupts service</numerusform>
            <numerusform>%n interrupt service</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moves</source>
        <translation>
            <numerusform>%n move</numerusform>
            <numerusform>%n moves</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>on %n servers</source>
        <translation>
            <numerusform>on %n server</numerusform>
            <numerusform>on %n servers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::ServerActions</name>
    <message numerus="yes">
        <source>Remove %n from Chandelier …</source>
        <translation>
            <numerusform>Remove %n from Chandelier …</numerusform>
            <numerusform>Remove %n from Chandelier …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Move its %n targets to their other servers first</source>
        <translation>
            <numerusform>Move its target to its other server first</numerusform>
            <numerusform>Move its %n targets to their other servers first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upgrade %n agents to %1</source>
        <translation>
            <numerusform>Upgrade %n agent to %1</numerusform>
            <numerusform>Upgrade %n agents to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upgrade %n agents</source>
        <translation>
            <numerusform>Upgrade %n agent</numerusform>
            <numerusform>Upgrade %n agents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n targets live here: %1. They stay as they are, but nothing watches or moves them from here any more.</source>
        <translation>
            <numerusform>A target lives here: %1. It stays as it is, but nothing watches or moves it from here any more.</numerusform>
            <numerusform>%n targets live here: %1. They stay as they are, but nothing watches or moves them from here any more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::Servers</name>
    <message numerus="yes">
        <source>Upgrade %n agents …</source>
        <translation>
            <numerusform>Upgrade %n agent …</numerusform>
            <numerusform>Upgrade %n agents …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::DeleteCluster</name>
    <message numerus="yes">
        <source>This workstation forgets the cluster: its %n servers, its jobs with what they printed, what is wanted of it, and passwords that are remembered.</source>
        <translation>
            <numerusform>This workstation forgets the cluster: its %n server, its jobs with what they printed, what is wanted of it, and passwords that are remembered.</numerusform>
            <numerusform>This workstation forgets the cluster: its %n servers, its jobs with what they printed, what is wanted of it, and passwords that are remembered.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::Launcher</name>
    <message numerus="yes">
        <source>%n jobs of it are running: wait for their end, or cancel them.</source>
        <translation>
            <numerusform>%n job of it is running: wait for its end, or cancel it.</numerusform>
            <numerusform>%n jobs of it are running: wait for their end, or cancel them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::StatusLight</name>
    <message numerus="yes">
        <source>%n things want attention</source>
        <translation>
            <numerusform>One thing wants attention</numerusform>
            <numerusform>%n things want attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more on the overview</source>
        <translation>
            <numerusform>%n more on the overview</numerusform>
            <numerusform>%n more on the overview</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::TimeScale</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::TimeSlider</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::TopBar</name>
    <message numerus="yes">
        <source>%n jobs</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::AddServers</name>
    <message numerus="yes">
        <source>You can go on with %n hosts that are ready; the others stay here until they are.</source>
        <translation>
            <numerusform>You can go on with the host that is ready; the others stay here until they are.</numerusform>
            <numerusform>You can go on with %n hosts that are ready; the others stay here until they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deliver to %n more</source>
        <translation>
            <numerusform>Deliver to %n more</numerusform>
            <numerusform>Deliver to %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deliver to %n hosts</source>
        <translation>
            <numerusform>Deliver to %n host</numerusform>
            <numerusform>Deliver to %n hosts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deliveries are under way. They are ended, and those hosts get back what they had before. What was added stays.</source>
        <translation>
            <numerusform>A delivery is under way. It is ended, and the host gets back what it had before. What was added stays.</numerusform>
            <numerusform>%n deliveries are under way. They are ended, and those hosts get back what they had before. What was added stays.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts are not added yet. The list, and what you accepted of them, except host keys, is forgotten.</source>
        <translation>
            <numerusform>%n host is not added yet. The list, and what you accepted of it, except its host key, is forgotten.</numerusform>
            <numerusform>%n hosts are not added yet. The list, and what you accepted of them, except host keys, is forgotten.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waiting for the first inventory of %n servers: the plan is made from it.</source>
        <translation>
            <numerusform>Waiting for the first inventory of %n server: the plan is made from it.</numerusform>
            <numerusform>Waiting for the first inventory of %n servers: the plan is made from it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n servers do not answer: on them, nothing is planned yet.</source>
        <translation>
            <numerusform>%n server does not answer: on it, nothing is planned yet.</numerusform>
            <numerusform>%n servers do not answer: on them, nothing is planned yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::DeliverStep</name>
    <message numerus="yes">
        <source>To %n hosts that are ready:</source>
        <translation>
            <numerusform>To the host that is ready:</numerusform>
            <numerusform>To %n hosts that are ready:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them have an agent already: it is used, or brought to this version with a way back.</source>
        <translation>
            <numerusform>%n of them has an agent already: it is used, or brought to this version with a way back.</numerusform>
            <numerusform>%n of them have an agent already: it is used, or brought to this version with a way back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::DoneStep</name>
    <message numerus="yes">
        <source>%n servers added</source>
        <translation>
            <numerusform>%n server added</numerusform>
            <numerusform>%n servers added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n servers added, %1 not</source>
        <translation>
            <numerusform>%n server added, %1 not</numerusform>
            <numerusform>%n servers added, %1 not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Each is asked what it is. %1 of %n have answered; still waited for: %2.</source>
        <translation>
            <numerusform>It is asked what it is. %1 of %n has answered; still waited for: %2.</numerusform>
            <numerusform>Each is asked what it is. %1 of %n have answered; still waited for: %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n have told what they are. The others are tried again by themselves; when they are back, the overview shows what is missing on them, and Repair sets them up.</source>
        <translation>
            <numerusform>%1 of %n has told what it is. It is tried again by itself; when it is back, the overview shows what is missing on it, and Repair sets it up.</numerusform>
            <numerusform>%1 of %n have told what they are. The others are tried again by themselves; when they are back, the overview shows what is missing on them, and Repair sets them up.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::HostsStep</name>
    <message numerus="yes">
        <source>%n hosts</source>
        <translation>
            <numerusform>%n host</numerusform>
            <numerusform>%n hosts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts, %1 of them added already</source>
        <translation>
            <numerusform>%n host, %1 of them added already</numerusform>
            <numerusform>%n hosts, %1 of them added already</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::KeysPanel</name>
    <message numerus="yes">
        <source>%n hosts are new here: are these their keys?</source>
        <translation>
            <numerusform>%n host is new here: is this its key?</numerusform>
            <numerusform>%n hosts are new here: are these their keys?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts show another key than known_hosts has: %1. Somebody set them up anew, or somebody stands between. On the host&apos;s own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. If it says the new key, remove the old one here (ssh-keygen -R HOST) and check again. Until then nothing is sent there.</source>
        <translation>
            <numerusform>%n host shows another key than known_hosts has: %1. Somebody set it up anew, or somebody stands between. On the host&apos;s own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. If it says the new key, remove the old one here (ssh-keygen -R HOST) and check again. Until then nothing is sent there.</numerusform>
            <numerusform>%n hosts show another key than known_hosts has: %1. Somebody set them up anew, or somebody stands between. On the host&apos;s own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. If it says the new key, remove the old one here (ssh-keygen -R HOST) and check again. Until then nothing is sent there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::LnetEditor</name>
    <message numerus="yes">
        <source>%n peers, as the server has them now</source>
        <translation>
            <numerusform>%n peer, as the server has it now</numerusform>
            <numerusform>%n peers, as the server has them now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::OptionStep</name>
    <message numerus="yes">
        <source>For the %n chosen targets. What is left empty is decided by mkfs.lustre.</source>
        <translation>
            <numerusform>For the chosen target. What is left empty is decided by mkfs.lustre.</numerusform>
            <numerusform>For the %n chosen targets. What is left empty is decided by mkfs.lustre.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::Removing</name>
    <message numerus="yes">
        <source>Remove %n servers</source>
        <translation>
            <numerusform>Remove %n server</numerusform>
            <numerusform>Remove %n servers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove from %n servers</source>
        <translation>
            <numerusform>Remove from %n server</numerusform>
            <numerusform>Remove from %n servers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::RowWords</name>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n added</numerusform>
            <numerusform>%n added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n ready</numerusform>
            <numerusform>%n ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being looked at</source>
        <translation>
            <numerusform>%n being looked at</numerusform>
            <numerusform>%n being looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for you</source>
        <translation>
            <numerusform>%n waits for you</numerusform>
            <numerusform>%n wait for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not fit</source>
        <translation>
            <numerusform>%n not fit</numerusform>
            <numerusform>%n not fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts</source>
        <translation>
            <numerusform>%n host</numerusform>
            <numerusform>%n hosts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::SecretPanel</name>
    <message numerus="yes">
        <source>%n hosts want a password, or your key its passphrase</source>
        <translation>
            <numerusform>%n host wants a password, or your key its passphrase</numerusform>
            <numerusform>%n hosts want a password, or your key its passphrase</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts want a password for sudo</source>
        <translation>
            <numerusform>%n host wants a password for sudo</numerusform>
            <numerusform>%n hosts want a password for sudo</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The jump host %1 of %n hosts wants a password, or your key its passphrase</source>
        <translation>
            <numerusform>The jump host %1 of %n host wants a password, or your key its passphrase</numerusform>
            <numerusform>The jump host %1 of %n hosts wants a password, or your key its passphrase</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::Notifier</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation><numerusform>and %n more</numerusform><numerusform>and %n more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n new alerts</source>
        <translation><numerusform>%1: %n new alert</numerusform><numerusform>%1: %n new alerts</numerusform></translation>
    </message>
</context>
<context>
    <name>wizards::HaServerStep</name>
    <message numerus="yes">
        <source>%n chosen; a cluster has 2 to 16.</source>
        <translation>
            <numerusform>%n chosen; a cluster has 2 to 16.</numerusform>
            <numerusform>%n chosen; a cluster has 2 to 16.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::HaSummaryStep</name>
    <message numerus="yes">
        <source>%n things to know before</source>
        <translation>
            <numerusform>%n thing to know before</numerusform>
            <numerusform>%n things to know before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::PowerPage</name>
    <message numerus="yes">
        <source>%n devices do not answer: who depends on them is not fenced, and its targets stay down when it dies</source>
        <translation>
            <numerusform>%n device does not answer: who depends on it is not fenced, and its targets stay down when it dies</numerusform>
            <numerusform>%n devices do not answer: who depends on them is not fenced, and its targets stay down when it dies</numerusform>
        </translation>
    </message>
</context>
</TS>
