<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>ActionBar</name>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message>
        <source>Cancel this job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 moves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plans that you run are shown here while they run, and the last ones after.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold the activity panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddServer</name>
    <message>
        <source>as the name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as ~/.ssh/config says, else root</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>your ssh-agent and ~/.ssh decide</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none, or as ~/.ssh/config says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is its key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try with this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add another</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password or key passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jump host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 answers. Its inventory is being read.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Create</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add targets to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show plan</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Nothing to do: everything is so already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DetailPage</name>
    <message>
        <source>Not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such object any more. It was removed, or no server has reported it since the program was started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server that would have to act does not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things are not as wanted</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show repair plan</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileSystemPage</name>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the command that mounts this file system on a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mount on a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No target of this file system was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MGS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MDTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OSTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileSystems</name>
    <message>
        <source>File systems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file system yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Lustre file system is one MGS, at least one MDT and at least one OST on the volumes of your servers. Those that exist already are found by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobPage</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry from here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the plan that takes this back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes on by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 moves, %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No job yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each plan that is run becomes a job and stays here, with every command, its output and how it ended.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Launcher</name>
    <message>
        <source>Opening …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>Filter   Ctrl+F</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Break and mend the servers of the demonstration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kill a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boot a server</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MoveDetail</name>
    <message>
        <source>Command lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source># looks, changes nothing:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source># verifies:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> (had been done before)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>After</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it can begin at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undone by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing: it cannot be undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped because of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a move to see its commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source># nothing is run for this: it follows from the other moves</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MovesView</name>
    <message>
        <source>Moves</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NavigationView</name>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>What came back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OpenCluster</name>
    <message>
        <source>My cluster</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Wants attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No file system yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File systems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File systems available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets mounted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volumes free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All well</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n want attention</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things are not as wanted</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Show repair plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 servers answer and %2 volumes are free. Make a file system of them: you see every command before it runs.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PaletteBox</name>
    <message>
        <source>Search or run a command   Ctrl+K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File systems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has all of these words</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message numerus="yes">
        <source>%n destroy data</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interrupt service</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moves</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>on %n servers</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Copy as script</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the name of the server, %1, as your word that it is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This destroys data. Type %1 to allow it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ServerPage</name>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No target has this server as its primary or failover.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NIDs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lustre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU and memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cores, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known: %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the connection</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hosts that carry MGS, MDTs and OSTs are listed here, with their state, LNet and targets. Add the first one by its SSH address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLight</name>
    <message>
        <source>All well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing wants attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n things want attention</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more on the overview</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>No row has all of these words.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TargetPage</name>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No parameter is stored on this target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inodes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mount point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiple-mount protection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is rewritten at the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>registered</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back (Alt+Left)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or fold the activity panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n jobs</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Volumes</name>
    <message>
        <source>Volumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No volume seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disks and other block devices that the servers report are listed here, joined over hosts by serial number or WWN. None of the servers has reported one yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 free, %2 in use, %3 not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create file system on these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 carries a target already</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Start the demonstration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add my servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A cluster of two metadata and four object storage servers with shared disks, simulated on this machine. The real agent runs on each. Nothing of yours is touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reach them by SSH with your own keys. Adding a server looks only: nothing is changed before you have seen its plan and run it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chandelier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create, run and repair Lustre file systems</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>Not possible for %n of the chosen: %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moves</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File systems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was never seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is mounted on two servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 runs on its failover server %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody knows where %1 is mounted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 free of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Managed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NIDs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lustre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why not usable, or what is on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MGS on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MDTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OSTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inodes used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mount point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On its failover server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discovered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unconfigured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unformatted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Formatted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmounted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mounted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Absent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unavailable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mounted twice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two hosts have it mounted. Stop one of them at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On failover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mounted, but not on its primary server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server that had it does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is wanted mounted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not all of its targets are mounted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has content</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for a host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destroys data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MGT + MDT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MGT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MDT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That cannot be meant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer does not follow the protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent is of another version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The write lease was missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else is changing these servers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was not found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device is not the one of the plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device is in use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target may be mounted elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiple-mount protection is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A command failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program is missing on the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It took too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The agent stopped in the middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection was lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s host key is not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s host key has changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two things contradict each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no way to that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The profile could not be read or written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mistake in this program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>machine</name>
    <message>
        <source>Set up server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configure LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unload LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unconfigure LNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove file system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget mount</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reboot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fail over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fail back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rewrite configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repair</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>models::Words</name>
    <message>
        <source>Choose at least one volume.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>pages::PlanPage</name>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wizards::NameStep</name>
    <message>
        <source>Together with the first MDT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a volume of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An MGS that runs already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Existing MGS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where its MGS is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One volume less. The MGS moves and stops with MDT0000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The MGS can serve several file systems and be restarted alone. A small volume is enough.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file system joins the others of that MGS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name and MGS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 to 8 letters, digits, - or _. It becomes part of every target&apos;s label and cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No MGS was found on these servers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wizards::OptionStep</name>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inode size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes; default by mkfs.lustre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes per inode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default by mkfs.lustre</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Journal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB; default by the device&apos;s size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mkfs options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mount options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Networks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OST %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MDT %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inode size %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes per inode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>journal %1 MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name=value, with spaces between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose targets at the left to change their options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>For the %n chosen targets. What is left empty is decided by mkfs.lustre.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::SummaryStep</name>
    <message>
        <source>Nothing is done yet. Next you see the plan with every command line, and decide there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>destroys %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MDTs, %2 OSTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space of the OSTs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Odd, but possible</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>wizards::VolumeStep</name>
    <message>
        <source>Use as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Primary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failover</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No volume is free. Those that cannot be used, and why, are on the page Volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use as %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 MDTs, %2 OSTs chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destroy what is on %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
