<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>charts::Balance</name>
    <message>
        <source>There is no OST whose size is known.</source>
        <translation>Es gibt kein OST, dessen Größe bekannt ist.</translation>
    </message>
    <message>
        <source>None is so full.</source>
        <translation>Keines ist so voll.</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>%1 of %2, %3</source>
        <translation>%1 von %2, %3</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Mean of those shown: %1</source>
        <translation>Mittel der gezeigten: %1</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Target</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>%1: %2 used is the most, %3: %4 the least</source>
        <translation>%1: mit %2 am vollsten, %3: mit %4 am leersten</translation>
    </message>
</context>
<context>
    <name>charts::Chart</name>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation>In dieser Zeit wurde nichts gemessen.</translation>
    </message>
</context>
<context>
    <name>charts::Forecast</name>
    <message>
        <source>no history yet</source>
        <translation>noch keine Geschichte</translation>
    </message>
    <message>
        <source>not filling</source>
        <translation>füllt sich nicht</translation>
    </message>
    <message>
        <source>within a day</source>
        <translation>innerhalb eines Tages</translation>
    </message>
    <message numerus="yes">
        <source>in about %n years</source>
        <translation>
            <numerusform>in etwa %n Jahr</numerusform>
            <numerusform>in etwa %n Jahren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in about %n days</source>
        <translation>
            <numerusform>in etwa %n Tag</numerusform>
            <numerusform>in etwa %n Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>charts::Frame</name>
    <message>
        <source>Copy, export, table, full screen</source>
        <translation>Kopieren, ausgeben, Tabelle, ganzer Bildschirm</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>Als Bild kopieren</translation>
    </message>
    <message>
        <source>Export CSV …</source>
        <translation>Als CSV ausgeben …</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>Logarithmische Skala</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Ganzer Bildschirm</translation>
    </message>
    <message>
        <source>%1: menu</source>
        <translation>%1: Menü</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>Als CSV ausgeben</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>Werte mit Kommas (*.csv)</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Shown on the full screen</source>
        <translation>Auf dem ganzen Bildschirm gezeigt</translation>
    </message>
    <message>
        <source>Logs at this time</source>
        <translation>Logs zu dieser Zeit</translation>
    </message>
</context>
<context>
    <name>charts::HeatMap</name>
    <message>
        <source>nothing known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message>
        <source>%1 of the most seen</source>
        <translation>%1 des höchsten gesehenen Werts</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>%1 rows; the most is below %2</source>
        <translation>%1 Zeilen; der höchste Wert liegt unter %2</translation>
    </message>
</context>
<context>
    <name>charts::Histogram</name>
    <message>
        <source>, %1 of all</source>
        <translation>, %1 von allen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1: most are %2</source>
        <translation>%1: die meisten sind %2</translation>
    </message>
</context>
<context>
    <name>charts::Legend</name>
    <message>
        <source>Legend</source>
        <translation>Legende</translation>
    </message>
    <message>
        <source>%1, hidden</source>
        <translation>%1, ausgeblendet</translation>
    </message>
    <message>
        <source>+%1</source>
        <translation>+%1</translation>
    </message>
</context>
<context>
    <name>charts::Measures</name>
    <message>
        <source>All others</source>
        <translation>Alle anderen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Lesevorgänge</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Schreibvorgänge</translation>
    </message>
    <message>
        <source>Metadata operations</source>
        <translation>Metadatenoperationen</translation>
    </message>
    <message>
        <source>Metadata latency</source>
        <translation>Dauer der Metadatenoperationen</translation>
    </message>
    <message>
        <source>Space used</source>
        <translation>Belegter Platz</translation>
    </message>
    <message>
        <source>Inodes used</source>
        <translation>Belegte Inodes</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Locks held</source>
        <translation>Gehaltene Sperren</translation>
    </message>
    <message>
        <source>Evictions</source>
        <translation>Ausschlüsse</translation>
    </message>
    <message>
        <source>Dirty</source>
        <translation>Ungeschrieben</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>Zugesagt</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>At copytools</source>
        <translation>Bei Copytools</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Waiting for I/O</source>
        <translation>Warten auf E/A</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Memory used</source>
        <translation>Speicher belegt</translation>
    </message>
    <message>
        <source>Swap used</source>
        <translation>Swap belegt</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>Swap</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>Health of NIs</source>
        <translation>Gesundheit der NIs</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Evicted</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>Recovery</translation>
    </message>
</context>
<context>
    <name>charts::MonitorSource</name>
    <message>
        <source>No server is known that would measure this.</source>
        <translation>Es ist kein Server bekannt, der dies messen würde.</translation>
    </message>
    <message>
        <source>%1 is not connected since %2</source>
        <translation>%1 ist nicht verbunden seit %2</translation>
    </message>
    <message>
        <source>%1 was never connected</source>
        <translation>%1 war nie verbunden</translation>
    </message>
    <message>
        <source>No figures have come from %1 yet; the first come after two samples.</source>
        <translation>Von %1 sind noch keine Werte gekommen; die ersten kommen nach zwei Messungen.</translation>
    </message>
    <message>
        <source>%1 gives no such figure in this time: its version of Lustre has none, or nothing happened yet.</source>
        <translation>%1 gibt in dieser Zeit keinen solchen Wert: die Lustre-Version hat keinen, oder es geschah noch nichts.</translation>
    </message>
    <message numerus="yes">
        <source>. And %n more</source>
        <translation>
            <numerusform>. Und %n weiterer</numerusform>
            <numerusform>. Und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>None of the %1 servers gives such a figure in this time: their version of Lustre has none, or nothing happened yet.</source>
        <translation>Keiner der %1 Server gibt in dieser Zeit einen solchen Wert: ihre Lustre-Version hat keinen, oder es geschah noch nichts.</translation>
    </message>
</context>
<context>
    <name>charts::RangeBar</name>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Day before</source>
        <translation>Tag davor</translation>
    </message>
    <message>
        <source>How much time the charts show. Ctrl and the wheel zoom, dragging chooses a part, a double click goes back.</source>
        <translation>Wie viel Zeit die Diagramme zeigen. Strg und das Rad vergrößern, Ziehen wählt einen Teil, ein Doppelklick geht zurück.</translation>
    </message>
    <message>
        <source>Follow the time again (End)</source>
        <translation>Der Zeit wieder folgen (Ende)</translation>
    </message>
    <message>
        <source>More time (-)</source>
        <translation>Mehr Zeit (-)</translation>
    </message>
    <message>
        <source>Less time (+)</source>
        <translation>Weniger Zeit (+)</translation>
    </message>
    <message>
        <source>More time</source>
        <translation>Mehr Zeit</translation>
    </message>
    <message>
        <source>Less time</source>
        <translation>Weniger Zeit</translation>
    </message>
    <message>
        <source>Draw the same time of the day before as a dashed line</source>
        <translation>Die gleiche Zeit des Tages davor als gestrichelte Linie zeichnen</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>Letzte %1</translation>
    </message>
    <message>
        <source>All that is known</source>
        <translation>Alles, was bekannt ist</translation>
    </message>
    <message>
        <source>Own range</source>
        <translation>Eigener Zeitraum</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>charts::Sparkline</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>charts::TimeAxis</name>
    <message numerus="yes">
        <source>%n weeks</source>
        <translation>
            <numerusform>%n Woche</numerusform>
            <numerusform>%n Wochen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>charts::TimeChart</name>
    <message>
        <source> (%1 to %2)</source>
        <translation> (%1 bis %2)</translation>
    </message>
    <message>
        <source> the day before</source>
        <translation> am Tag davor</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>nothing known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>%1, lowest</source>
        <translation>%1, niedrigster</translation>
    </message>
    <message>
        <source>%1, highest</source>
        <translation>%1, höchster</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>charts::Tip</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fleet</name>
    <message>
        <source>The agent&apos;s files stay in /usr/libexec/chandelier, its service in /etc/systemd/system/chandelier-agent.service, and when %1 boots again the agent runs again; nobody of this program talks to it then.</source>
        <translation>Die Dateien des Agents bleiben in /usr/libexec/chandelier, sein Dienst in /etc/systemd/system/chandelier-agent.service, und wenn %1 wieder startet, läuft auch der Agent wieder; dieses Programm spricht dann nicht mehr mit ihm.</translation>
    </message>
    <message>
        <source>Its journal and audit stay in /var/lib/chandelier, the groups chandelier-admin and chandelier-view in /etc/group.</source>
        <translation>Sein Journal und sein Prüfprotokoll bleiben in /var/lib/chandelier, die Gruppen chandelier-admin und chandelier-view in /etc/group.</translation>
    </message>
    <message>
        <source>Lustre&apos;s packages, LNet&apos;s configuration and what lies on the disks stay as they are. Targets that %1 had mounted may be mounted there again when it comes back.</source>
        <translation>Die Pakete von Lustre, die Konfiguration von LNet und was auf den Platten liegt bleiben, wie sie sind. Targets, die %1 eingehängt hatte, können dort wieder eingehängt werden, wenn er zurückkommt.</translation>
    </message>
    <message>
        <source>To clean up later, add %1 again and remove it without --force, or there: systemctl disable --now chandelier-agent; rm -rf /usr/libexec/chandelier /etc/systemd/system/chandelier-agent.service /var/lib/chandelier /run/chandelier; groupdel chandelier-admin; groupdel chandelier-view</source>
        <translation>Um später aufzuräumen, %1 wieder hinzufügen und ohne --force entfernen, oder dort: systemctl disable --now chandelier-agent; rm -rf /usr/libexec/chandelier /etc/systemd/system/chandelier-agent.service /var/lib/chandelier /run/chandelier; groupdel chandelier-admin; groupdel chandelier-view</translation>
    </message>
</context>
<context>
    <name>machine</name>
    <message>
        <source>Set up server</source>
        <translation>Server einrichten</translation>
    </message>
    <message>
        <source>Remove server</source>
        <translation>Server entfernen</translation>
    </message>
    <message>
        <source>Configure LNet</source>
        <translation>LNet konfigurieren</translation>
    </message>
    <message>
        <source>Load LNet</source>
        <translation>LNet laden</translation>
    </message>
    <message>
        <source>Start LNet</source>
        <translation>LNet starten</translation>
    </message>
    <message>
        <source>Stop LNet</source>
        <translation>LNet anhalten</translation>
    </message>
    <message>
        <source>Unload LNet</source>
        <translation>LNet entladen</translation>
    </message>
    <message>
        <source>Unconfigure LNet</source>
        <translation>LNet-Konfiguration entfernen</translation>
    </message>
    <message>
        <source>Format target</source>
        <translation>Target formatieren</translation>
    </message>
    <message>
        <source>Register target</source>
        <translation>Target registrieren</translation>
    </message>
    <message>
        <source>Start target</source>
        <translation>Target starten</translation>
    </message>
    <message>
        <source>Stop target</source>
        <translation>Target anhalten</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>Target entfernen</translation>
    </message>
    <message>
        <source>Start file system</source>
        <translation>Dateisystem starten</translation>
    </message>
    <message>
        <source>Stop file system</source>
        <translation>Dateisystem anhalten</translation>
    </message>
    <message>
        <source>Remove file system</source>
        <translation>Dateisystem entfernen</translation>
    </message>
    <message>
        <source>Mount</source>
        <translation>Einhängen</translation>
    </message>
    <message>
        <source>Unmount</source>
        <translation>Aushängen</translation>
    </message>
    <message>
        <source>Forget mount</source>
        <translation>Einhängung vergessen</translation>
    </message>
    <message>
        <source>Reboot</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>Shut down</source>
        <translation>Herunterfahren</translation>
    </message>
    <message>
        <source>Fail over</source>
        <translation>Auf Ersatz schwenken</translation>
    </message>
    <message>
        <source>Fail back</source>
        <translation>Zurückschwenken</translation>
    </message>
    <message>
        <source>Rewrite configuration</source>
        <translation>Konfiguration neu schreiben</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Close firewall</source>
        <translation>Firewall schließen</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Räumen</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Install packages</source>
        <translation>Pakete installieren</translation>
    </message>
    <message>
        <source>Move targets home</source>
        <translation>Targets zurückholen</translation>
    </message>
    <message>
        <source>Open firewall</source>
        <translation>Firewall öffnen</translation>
    </message>
    <message>
        <source>Reboot into the Lustre kernel</source>
        <translation>Mit dem Lustre-Kernel neu starten</translation>
    </message>
    <message>
        <source>Restart agent</source>
        <translation>Agent neu starten</translation>
    </message>
    <message>
        <source>Start services</source>
        <translation>Dienste starten</translation>
    </message>
    <message>
        <source>Take services back</source>
        <translation>Dienste zurücknehmen</translation>
    </message>
    <message>
        <source>Synchronize clock</source>
        <translation>Uhr abgleichen</translation>
    </message>
    <message>
        <source>Take time settings back</source>
        <translation>Zeiteinstellungen zurücknehmen</translation>
    </message>
    <message>
        <source>Take under management</source>
        <translation>In die Verwaltung nehmen</translation>
    </message>
    <message>
        <source>Configure Corosync</source>
        <translation>Corosync konfigurieren</translation>
    </message>
    <message>
        <source>Start Corosync</source>
        <translation>Corosync starten</translation>
    </message>
    <message>
        <source>Stop Corosync</source>
        <translation>Corosync stoppen</translation>
    </message>
    <message>
        <source>Unconfigure Corosync</source>
        <translation>Corosync zurücknehmen</translation>
    </message>
    <message>
        <source>Start Pacemaker</source>
        <translation>Pacemaker starten</translation>
    </message>
    <message>
        <source>Stop Pacemaker</source>
        <translation>Pacemaker stoppen</translation>
    </message>
    <message>
        <source>Configure cluster</source>
        <translation>Cluster konfigurieren</translation>
    </message>
    <message>
        <source>Take cluster settings back</source>
        <translation>Einstellungen des Clusters zurücknehmen</translation>
    </message>
    <message>
        <source>Configure fencing</source>
        <translation>Fencing konfigurieren</translation>
    </message>
    <message>
        <source>Take fencing back</source>
        <translation>Fencing zurücknehmen</translation>
    </message>
    <message>
        <source>Hand over to Pacemaker</source>
        <translation>An Pacemaker übergeben</translation>
    </message>
    <message>
        <source>Take back from Pacemaker</source>
        <translation>Von Pacemaker zurücknehmen</translation>
    </message>
    <message>
        <source>Put into standby</source>
        <translation>In Standby setzen</translation>
    </message>
    <message>
        <source>Bring online</source>
        <translation>Online nehmen</translation>
    </message>
    <message>
        <source>Begin maintenance</source>
        <translation>Wartung beginnen</translation>
    </message>
    <message>
        <source>End maintenance</source>
        <translation>Wartung beenden</translation>
    </message>
    <message>
        <source>Clean up failures</source>
        <translation>Fehler bereinigen</translation>
    </message>
    <message>
        <source>Remove bans</source>
        <translation>Verbote aufheben</translation>
    </message>
    <message>
        <source>Fence for a test</source>
        <translation>Zur Probe abschalten</translation>
    </message>
    <message>
        <source>Test fencing</source>
        <translation>Fencing proben</translation>
    </message>
    <message>
        <source>Remove cluster</source>
        <translation>Cluster entfernen</translation>
    </message>
    <message>
        <source>Rewrite corosync.conf</source>
        <translation>corosync.conf neu schreiben</translation>
    </message>
</context>
<context>
    <name>models::LogLines</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>models::Words</name>
    <message>
        <source>Goes on</source>
        <translation>Dauert an</translation>
    </message>
    <message>
        <source>Not all came up</source>
        <translation>Nicht alle sind wieder da</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Targets away for</source>
        <translation>Targets weg für</translation>
    </message>
    <message>
        <source>From its last sign until the last of them was up</source>
        <translation>Von seinem letzten Lebenszeichen, bis das letzte wieder da war</translation>
    </message>
    <message>
        <source>From when its peers missed it, or it was told to go, until the last of them was up</source>
        <translation>Seit die anderen ihn vermissten oder er gehen sollte, bis das letzte wieder da war</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Came up on</source>
        <translation>Wieder da auf</translation>
    </message>
    <message>
        <source>Recovery took</source>
        <translation>Recovery dauerte</translation>
    </message>
    <message>
        <source>Clients back</source>
        <translation>Clients zurück</translation>
    </message>
    <message>
        <source>Evicted</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>nowhere yet</source>
        <translation>noch nirgends</translation>
    </message>
    <message>
        <source>recovers</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Server is</source>
        <translation>Server ist</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Fence agent</source>
        <translation>Fencing-Agent</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>Gefragt von</translation>
    </message>
    <message>
        <source>What it said</source>
        <translation>Was es sagte</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>Wird gefragt …</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message numerus="yes">
        <source>Not possible for %n of the chosen: %1</source>
        <translation>
            <numerusform>Für eines der gewählten nicht möglich: %1</numerusform>
            <numerusform>Für %n der gewählten nicht möglich: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moves</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>What is done</source>
        <translation>Was getan wird</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>File systems</source>
        <translation>Dateisysteme</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>%1 was never seen</source>
        <translation>%1 wurde nie gesehen</translation>
    </message>
    <message>
        <source>%1 is mounted on two servers</source>
        <translation>%1 ist auf zwei Servern eingehängt</translation>
    </message>
    <message>
        <source>%1 runs on its failover server %2</source>
        <translation>%1 läuft auf seinem Ersatzserver %2</translation>
    </message>
    <message>
        <source>Nobody knows where %1 is mounted</source>
        <translation>Niemand weiß, wo %1 eingehängt ist</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 von %2 belegt</translation>
    </message>
    <message>
        <source>%1 free of %2</source>
        <translation>%1 von %2 frei</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Managed</source>
        <translation>Verwaltet</translation>
    </message>
    <message>
        <source>LNet</source>
        <translation>LNet</translation>
    </message>
    <message>
        <source>NIDs</source>
        <translation>NIDs</translation>
    </message>
    <message>
        <source>Targets here</source>
        <translation>Targets hier</translation>
    </message>
    <message>
        <source>Primary of</source>
        <translation>Primär für</translation>
    </message>
    <message>
        <source>Booted</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Lustre</source>
        <translation>Lustre</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>Letzte Antwort</translation>
    </message>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nutzung</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Target</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primär</translation>
    </message>
    <message>
        <source>Failover</source>
        <translation>Ersatz</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>Gesehen von</translation>
    </message>
    <message>
        <source>Why not usable, or what is on it</source>
        <translation>Warum nicht nutzbar, oder was darauf ist</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>File system</source>
        <translation>Dateisystem</translation>
    </message>
    <message>
        <source>MGS on</source>
        <translation>MGS auf</translation>
    </message>
    <message>
        <source>MDTs</source>
        <translation>MDTs</translation>
    </message>
    <message>
        <source>OSTs</source>
        <translation>OSTs</translation>
    </message>
    <message>
        <source>Space used</source>
        <translation>Platz belegt</translation>
    </message>
    <message>
        <source>Inodes used</source>
        <translation>Inodes belegt</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>Wiederherstellung</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Mount point</source>
        <translation>Einhängepunkt</translation>
    </message>
    <message>
        <source>On its failover server</source>
        <translation>Auf seinem Ersatzserver</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 T %2 h</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiterer</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation>Unterbricht</translation>
    </message>
    <message>
        <source>Destroys</source>
        <translation>Zerstört</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>Discovered</source>
        <translation>Entdeckt</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Unconfigured</source>
        <translation>Nicht konfiguriert</translation>
    </message>
    <message>
        <source>Unloaded</source>
        <translation>Nicht geladen</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>In Betrieb</translation>
    </message>
    <message>
        <source>Unformatted</source>
        <translation>Nicht formatiert</translation>
    </message>
    <message>
        <source>Formatted</source>
        <translation>Formatiert</translation>
    </message>
    <message>
        <source>Unmounted</source>
        <translation>Ausgehängt</translation>
    </message>
    <message>
        <source>Mounted</source>
        <translation>Eingehängt</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>Nicht da</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Unavailable</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Never seen</source>
        <translation>Nie gesehen</translation>
    </message>
    <message>
        <source>Mounted twice</source>
        <translation>Doppelt eingehängt</translation>
    </message>
    <message>
        <source>Two hosts have it mounted. Stop one of them at once.</source>
        <translation>Zwei Hosts haben es eingehängt. Halten Sie einen davon sofort an.</translation>
    </message>
    <message>
        <source>On failover</source>
        <translation>Auf Ersatz</translation>
    </message>
    <message>
        <source>Mounted, but not on its primary server</source>
        <translation>Eingehängt, aber nicht auf seinem primären Server</translation>
    </message>
    <message>
        <source>The server that had it does not answer</source>
        <translation>Der Server, der es hatte, antwortet nicht</translation>
    </message>
    <message>
        <source>It is wanted mounted</source>
        <translation>Es soll eingehängt sein</translation>
    </message>
    <message>
        <source>Not all of its targets are mounted</source>
        <translation>Nicht alle Targets sind eingehängt</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Nicht nutzbar</translation>
    </message>
    <message>
        <source>Has content</source>
        <translation>Hat Inhalt</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>Zeit abgelaufen</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Waits for a host</source>
        <translation>Wartet auf einen Host</translation>
    </message>
    <message>
        <source>Safe</source>
        <translation>Gefahrlos</translation>
    </message>
    <message>
        <source>Interrupts service</source>
        <translation>Unterbricht den Dienst</translation>
    </message>
    <message>
        <source>Destroys data</source>
        <translation>Zerstört Daten</translation>
    </message>
    <message>
        <source>MGT + MDT</source>
        <translation>MGT + MDT</translation>
    </message>
    <message>
        <source>MGT</source>
        <translation>MGT</translation>
    </message>
    <message>
        <source>MDT</source>
        <translation>MDT</translation>
    </message>
    <message>
        <source>OST</source>
        <translation>OST</translation>
    </message>
    <message>
        <source>That cannot be meant</source>
        <translation>Das kann nicht gemeint sein</translation>
    </message>
    <message>
        <source>The answer does not follow the protocol</source>
        <translation>Die Antwort folgt nicht dem Protokoll</translation>
    </message>
    <message>
        <source>The agent is of another version</source>
        <translation>Der Agent hat eine andere Version</translation>
    </message>
    <message>
        <source>Access was refused</source>
        <translation>Der Zugang wurde verweigert</translation>
    </message>
    <message>
        <source>The write lease was missing</source>
        <translation>Die Schreibberechtigung fehlte</translation>
    </message>
    <message>
        <source>Somebody else is changing these servers</source>
        <translation>Jemand anderes ändert gerade diese Server</translation>
    </message>
    <message>
        <source>It was not found</source>
        <translation>Es wurde nicht gefunden</translation>
    </message>
    <message>
        <source>The device is not the one of the plan</source>
        <translation>Das Gerät ist nicht das des Plans</translation>
    </message>
    <message>
        <source>The device is in use</source>
        <translation>Das Gerät ist in Gebrauch</translation>
    </message>
    <message>
        <source>The target may be mounted elsewhere</source>
        <translation>Das Target ist vielleicht anderswo eingehängt</translation>
    </message>
    <message>
        <source>Multiple-mount protection is off</source>
        <translation>Der Schutz vor doppeltem Einhängen ist aus</translation>
    </message>
    <message>
        <source>A command failed</source>
        <translation>Ein Befehl schlug fehl</translation>
    </message>
    <message>
        <source>A program is missing on the server</source>
        <translation>Auf dem Server fehlt ein Programm</translation>
    </message>
    <message>
        <source>It took too long</source>
        <translation>Es dauerte zu lange</translation>
    </message>
    <message>
        <source>It was cancelled</source>
        <translation>Es wurde abgebrochen</translation>
    </message>
    <message>
        <source>The agent stopped in the middle</source>
        <translation>Der Agent hörte mittendrin auf</translation>
    </message>
    <message>
        <source>The connection was lost</source>
        <translation>Die Verbindung ging verloren</translation>
    </message>
    <message>
        <source>The server does not answer</source>
        <translation>Der Server antwortet nicht</translation>
    </message>
    <message>
        <source>The server&apos;s host key is not known yet</source>
        <translation>Der Hostschlüssel des Servers ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>The server&apos;s host key has changed</source>
        <translation>Der Hostschlüssel des Servers hat sich geändert</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Die Platte ist voll</translation>
    </message>
    <message>
        <source>Two things contradict each other</source>
        <translation>Zwei Dinge widersprechen sich</translation>
    </message>
    <message>
        <source>There is no way to that</source>
        <translation>Dahin führt kein Weg</translation>
    </message>
    <message>
        <source>The profile could not be read or written</source>
        <translation>Das Profil konnte nicht gelesen oder geschrieben werden</translation>
    </message>
    <message>
        <source>A mistake in this program</source>
        <translation>Ein Fehler in diesem Programm</translation>
    </message>
    <message>
        <source>Start the demonstration cluster and open it.</source>
        <translation>Den Vorführ-Cluster starten und öffnen.</translation>
    </message>
    <message>
        <source>Where the demonstration cluster lies.</source>
        <translation>Wo der Vorführ-Cluster liegt.</translation>
    </message>
    <message>
        <source>Open the cluster of this profile.</source>
        <translation>Den Cluster dieses Profils öffnen.</translation>
    </message>
    <message>
        <source>dark, light or system.</source>
        <translation>dark, light oder system.</translation>
    </message>
    <message>
        <source>Print the version.</source>
        <translation>Die Version ausgeben.</translation>
    </message>
    <message>
        <source>Print what a bug report needs.</source>
        <translation>Ausgeben, was eine Fehlermeldung braucht.</translation>
    </message>
    <message>
        <source>Print this.</source>
        <translation>Dies ausgeben.</translation>
    </message>
    <message>
        <source>%1 is no option. Try --help.</source>
        <translation>%1 ist keine Option. Versuchen Sie --help.</translation>
    </message>
    <message>
        <source>%1 is no theme. Choose dark, light or system.</source>
        <translation>%1 ist kein Thema. Wählen Sie dark, light oder system.</translation>
    </message>
    <message>
        <source>Choose at least one volume.</source>
        <translation>Wählen Sie mindestens ein Volume.</translation>
    </message>
    <message>
        <source>Last seen on %1, which does not answer</source>
        <translation>Zuletzt auf %1 gesehen, das nicht antwortet</translation>
    </message>
    <message>
        <source>PROD</source>
        <translation>PROD</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Not synchronized</source>
        <translation>Nicht synchronisiert</translation>
    </message>
    <message>
        <source>Synchronized</source>
        <translation>Synchronisiert</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Ruhend</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Top</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>Lücke</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Unclean</source>
        <translation>Unsauber</translation>
    </message>
    <message>
        <source>Nobody knows what it still does: it must be fenced before its targets may start elsewhere.</source>
        <translation>Niemand weiß, was er noch tut: er muss abgeschaltet werden, bevor seine Targets anderswo starten dürfen.</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Im Gang</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>It joins the cluster, and runs nothing yet.</source>
        <translation>Er kommt gerade in den Cluster und betreibt noch nichts.</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Wartung</translation>
    </message>
    <message>
        <source>Pacemaker leaves everything on it as it is, also when it fails.</source>
        <translation>Pacemaker lässt auf ihm alles, wie es ist, auch wenn es ausfällt.</translation>
    </message>
    <message>
        <source>Standby</source>
        <translation>Standby</translation>
    </message>
    <message>
        <source>Pacemaker put it there after a failure.</source>
        <translation>Pacemaker hat ihn nach einem Fehler dorthin gebracht.</translation>
    </message>
    <message>
        <source>It may have no resources until it is brought online.</source>
        <translation>Er darf keine Ressourcen haben, bis er wieder online genommen wird.</translation>
    </message>
    <message>
        <source>Online, health %1</source>
        <translation>Online, Gesundheit %1</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>A resource is blocked</source>
        <translation>Eine Ressource ist blockiert</translation>
    </message>
    <message>
        <source>A resource has failed</source>
        <translation>Eine Ressource ist ausgefallen</translation>
    </message>
    <message>
        <source>No member answers.</source>
        <translation>Kein Mitglied antwortet.</translation>
    </message>
    <message>
        <source>Pacemaker has not said anything yet.</source>
        <translation>Pacemaker hat noch nichts gesagt.</translation>
    </message>
    <message>
        <source>Neither Corosync nor Pacemaker runs on the members that answer.</source>
        <translation>Auf den Mitgliedern, die antworten, laufen weder Corosync noch Pacemaker.</translation>
    </message>
    <message>
        <source>No quorum</source>
        <translation>Kein Quorum</translation>
    </message>
    <message>
        <source>Without a majority Pacemaker starts nothing.</source>
        <translation>Ohne Mehrheit startet Pacemaker nichts.</translation>
    </message>
    <message>
        <source>Fencing is off</source>
        <translation>Fencing ist aus</translation>
    </message>
    <message>
        <source>A server that hangs may still write while its targets are mounted elsewhere.</source>
        <translation>Ein Server, der hängt, schreibt vielleicht noch, während seine Targets anderswo eingehängt sind.</translation>
    </message>
    <message>
        <source>Pacemaker leaves everything as it is: nothing fails over.</source>
        <translation>Pacemaker lässt alles, wie es ist: nichts wird übernommen.</translation>
    </message>
    <message>
        <source>A ring is down</source>
        <translation>Ein Ring ist ausgefallen</translation>
    </message>
    <message>
        <source>Members disagree</source>
        <translation>Mitglieder widersprechen sich</translation>
    </message>
    <message>
        <source>Runs twice</source>
        <translation>Läuft doppelt</translation>
    </message>
    <message>
        <source>On %1: a target that is mounted twice is destroyed.</source>
        <translation>Auf %1: ein Target, das zweimal eingehängt ist, wird zerstört.</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Pacemaker can do nothing more with it until it is cleaned up.</source>
        <translation>Pacemaker kann damit nichts mehr tun, bis die Fehler bereinigt sind.</translation>
    </message>
    <message>
        <source>Orphaned</source>
        <translation>Verwaist</translation>
    </message>
    <message>
        <source>It runs, and is not in the configuration any more.</source>
        <translation>Sie läuft und steht nicht mehr in der Konfiguration.</translation>
    </message>
    <message>
        <source>Pacemaker leaves it as it is.</source>
        <translation>Pacemaker lässt sie, wie sie ist.</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>yes, %1 of %2 votes</source>
        <translation>ja, %1 von %2 Stimmen</translation>
    </message>
    <message>
        <source>no: %1 of %2 votes, %3 needed</source>
        <translation>nein: %1 von %2 Stimmen, %3 nötig</translation>
    </message>
    <message>
        <source>%1 down</source>
        <translation>%1 aus</translation>
    </message>
    <message>
        <source>%1 up</source>
        <translation>%1 an</translation>
    </message>
    <message>
        <source>Ring %1 at %2</source>
        <translation>Ring %1 an %2</translation>
    </message>
    <message>
        <source>to node %1: %2</source>
        <translation>zu Knoten %1: %2</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Quorum</source>
        <translation>Quorum</translation>
    </message>
    <message>
        <source>Fencing</source>
        <translation>Fencing</translation>
    </message>
    <message>
        <source>Could fail over now</source>
        <translation>Übernahme jetzt möglich</translation>
    </message>
    <message>
        <source>Set up by</source>
        <translation>Eingerichtet von</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>proven %1</source>
        <translation>bewiesen %1</translation>
    </message>
    <message>
        <source>not proven</source>
        <translation>nicht bewiesen</translation>
    </message>
    <message>
        <source>A device that answers is no proof: only a test that switches a drained server off, and sees its targets come up on the partner, is.</source>
        <translation>Ein Gerät, das antwortet, ist kein Beweis: nur eine Probe, die einen geleerten Server abschaltet und seine Targets beim Partner starten sieht, ist einer.</translation>
    </message>
    <message>
        <source>no targets</source>
        <translation>keine Targets</translation>
    </message>
    <message numerus="yes">
        <source>all %n targets could fail over now</source>
        <translation>
            <numerusform>das Target könnte jetzt übernommen werden</numerusform>
            <numerusform>alle %n Targets könnten jetzt übernommen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 could fail over now</source>
        <translation>%1 von %2 könnten jetzt übernommen werden</translation>
    </message>
    <message>
        <source>others</source>
        <translation>anderen</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>diesem Programm</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Rings over</source>
        <translation>Ringe über</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>To know before</source>
        <translation>Vorher zu wissen</translation>
    </message>
    <message>
        <source>no common network</source>
        <translation>kein gemeinsames Netz</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Decides (DC)</source>
        <translation>Entscheidet (DC)</translation>
    </message>
    <message>
        <source>Rings</source>
        <translation>Ringe</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>Fence devices</source>
        <translation>Fencing-Geräte</translation>
    </message>
    <message>
        <source>Last proof</source>
        <translation>Letzter Beweis</translation>
    </message>
    <message>
        <source>Pacemaker</source>
        <translation>Pacemaker</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>When it dies, its targets stay down until a person has made sure that it is off.</source>
        <translation>Stirbt er, bleiben seine Targets aus, bis ein Mensch sich vergewissert hat, dass er aus ist.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>Wanted role</source>
        <translation>Gewollte Rolle</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>What Pacemaker says</source>
        <translation>Was Pacemaker sagt</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Group or clone</source>
        <translation>Gruppe oder Klon</translation>
    </message>
    <message>
        <source>banned from %1 by %2</source>
        <translation>von %1 verbannt durch %2</translation>
    </message>
    <message>
        <source>Its primary is %1.</source>
        <translation>Sein Hauptserver ist %1.</translation>
    </message>
    <message>
        <source>(fence device)</source>
        <translation>(Fencing-Gerät)</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>Ausgeführt von</translation>
    </message>
    <message>
        <source>Asked for by</source>
        <translation>Verlangt von</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Would go to</source>
        <translation>Ginge zu</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Warum nicht</translation>
    </message>
    <message>
        <source>Ready, with a risk</source>
        <translation>Bereit, mit Risiko</translation>
    </message>
    <message>
        <source>Not ready</source>
        <translation>Nicht bereit</translation>
    </message>
    <message>
        <source>The cluster itself</source>
        <translation>Der Cluster selbst</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message numerus="yes">
        <source>%n targets</source>
        <translation>
            <numerusform>%n Target</numerusform>
            <numerusform>%n Targets</numerusform>
        </translation>
    </message>
    <message>
        <source>with up to %1 clients</source>
        <translation>mit bis zu %1 Clients</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs do I/O there</source>
        <translation>
            <numerusform>%n Job macht dort I/O</numerusform>
            <numerusform>%n Jobs machen dort I/O</numerusform>
        </translation>
    </message>
    <message>
        <source>clients wait about %1 (guessed)</source>
        <translation>Clients warten etwa %1 (geschätzt)</translation>
    </message>
    <message>
        <source>clients wait about %1</source>
        <translation>Clients warten etwa %1</translation>
    </message>
    <message>
        <source>Jobs that do I/O there</source>
        <translation>Jobs mit I/O dort</translation>
    </message>
    <message>
        <source>Dirty</source>
        <translation>Ungeschrieben</translation>
    </message>
    <message>
        <source>Granted</source>
        <translation>Zugesagt</translation>
    </message>
    <message>
        <source>Expected recovery</source>
        <translation>Erwartete Recovery</translation>
    </message>
    <message>
        <source>There is no figure of it.</source>
        <translation>Davon gibt es keine Zahl.</translation>
    </message>
    <message>
        <source>about %1, guessed from its clients</source>
        <translation>etwa %1, nach seinen Clients geschätzt</translation>
    </message>
    <message>
        <source>%1, its slowest in 30 days</source>
        <translation>%1, seine langsamste in 30 Tagen</translation>
    </message>
    <message>
        <source>No recovery of it is on record. A client that does not come back makes it longer: Lustre waits 5 minutes for all of them, unless it was told otherwise.</source>
        <translation>Von ihm ist keine Recovery verzeichnet. Ein Client, der nicht wiederkommt, macht sie länger: Lustre wartet 5 Minuten auf alle, wenn ihm nichts anderes gesagt wurde.</translation>
    </message>
    <message>
        <source>High availability</source>
        <translation>HA-Cluster</translation>
    </message>
    <message>
        <source>Configured</source>
        <translation>Konfiguriert</translation>
    </message>
    <message>
        <source>Cluster %1: %2</source>
        <translation>Cluster %1: %2</translation>
    </message>
    <message>
        <source>proven</source>
        <translation>bewiesen</translation>
    </message>
    <message>
        <source>The oldest proof of its members is of %1.</source>
        <translation>Der älteste Beweis seiner Mitglieder ist von %1.</translation>
    </message>
</context>
<context>
    <name>pages::Alerts</name>
    <message>
        <source>Alert</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Seen by</source>
        <translation>Gesehen von</translation>
    </message>
    <message>
        <source>muted until %1</source>
        <translation>stumm bis %1</translation>
    </message>
    <message>
        <source>own job</source>
        <translation>eigener Job</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>No alert</source>
        <translation>Kein Alarm</translation>
    </message>
    <message>
        <source>Here stands what holds and should not: full targets, evictions, servers that are silent. Nothing of that holds now.</source>
        <translation>Hier steht, was gilt und nicht gelten sollte: volle Targets, Ausschlüsse, Server, die schweigen. Nichts davon gilt jetzt.</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Stumm schalten</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Für eine Stunde</translation>
    </message>
    <message>
        <source>For 8 hours</source>
        <translation>Für 8 Stunden</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Für einen Tag</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Für eine Woche</translation>
    </message>
    <message numerus="yes">
        <source>%n not yet acknowledged</source>
        <translation>
            <numerusform>%n noch nicht bestätigt</numerusform>
            <numerusform>%n noch nicht bestätigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Warum: %1</translation>
    </message>
    <message>
        <source>What helps: %1</source>
        <translation>Was hilft: %1</translation>
    </message>
    <message>
        <source>A note for the others (may be empty)</source>
        <translation>Eine Notiz für die anderen (darf leer sein)</translation>
    </message>
    <message>
        <source>Logs at that time</source>
        <translation>Logs zu der Zeit</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Plan what helps</source>
        <translation>Plan, der hilft</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Tell me</source>
        <translation>Melden</translation>
    </message>
    <message>
        <source>Also those of the last 30 days that have ended</source>
        <translation>Auch die der letzten 30 Tage, die vorbei sind</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Which new alerts the desktop shows while this page is not looked at</source>
        <translation>Welche neuen Alarme der Desktop zeigt, während diese Seite nicht zu sehen ist</translation>
    </message>
</context>
<context>
    <name>pages::CellPanel</name>
    <message>
        <source>Job</source>
        <translation>Job</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>Suche …</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Jobs on %1</source>
        <translation>Jobs auf %1</translation>
    </message>
    <message>
        <source>Open in Top</source>
        <translation>In Top öffnen</translation>
    </message>
    <message>
        <source>Charts of this time</source>
        <translation>Diagramme dieser Zeit</translation>
    </message>
    <message>
        <source>No job is known for this time: none of the busiest read or wrote here, or job statistics are off (jobid_var).</source>
        <translation>Für diese Zeit ist kein Job bekannt: Keiner der eifrigsten hat hier gelesen oder geschrieben, oder Job-Statistiken sind aus (jobid_var).</translation>
    </message>
</context>
<context>
    <name>pages::Charts</name>
    <message>
        <source>Read and write bandwidth</source>
        <translation>Lese- und Schreibbandbreite</translation>
    </message>
    <message>
        <source>Reads and writes</source>
        <translation>Lese- und Schreibvorgänge</translation>
    </message>
    <message>
        <source>Time of a read and of a write</source>
        <translation>Dauer von Lesen und Schreiben</translation>
    </message>
    <message>
        <source>Metadata operations</source>
        <translation>Metadatenoperationen</translation>
    </message>
    <message>
        <source>Time of a metadata operation</source>
        <translation>Dauer einer Metadatenoperation</translation>
    </message>
    <message>
        <source>Disk I/O by size</source>
        <translation>Platten-E/A nach Größe</translation>
    </message>
    <message>
        <source>LNet</source>
        <translation>LNet</translation>
    </message>
    <message>
        <source>LNet messages dropped and errors</source>
        <translation>LNet: verworfene Nachrichten und Fehler</translation>
    </message>
    <message>
        <source>OST balance</source>
        <translation>OST-Verteilung</translation>
    </message>
    <message>
        <source>Which OSTs</source>
        <translation>Welche OSTs</translation>
    </message>
    <message>
        <source>All OSTs</source>
        <translation>Alle OSTs</translation>
    </message>
    <message>
        <source>Fuller than %1 %</source>
        <translation>Voller als %1 %</translation>
    </message>
    <message>
        <source>Read bytes</source>
        <translation>Gelesene Bytes</translation>
    </message>
    <message>
        <source>Write bytes</source>
        <translation>Geschriebene Bytes</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Lesevorgänge</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Schreibvorgänge</translation>
    </message>
    <message>
        <source>Reads and writes by OST</source>
        <translation>Lesen und Schreiben nach OST</translation>
    </message>
    <message>
        <source>What the colours show</source>
        <translation>Was die Farben zeigen</translation>
    </message>
    <message>
        <source>Metadata servers</source>
        <translation>Metadatenserver</translation>
    </message>
    <message>
        <source>Object storage servers</source>
        <translation>Objektspeicherserver</translation>
    </message>
    <message>
        <source>Space and inodes used</source>
        <translation>Belegter Platz und Inodes</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Inodes</source>
        <translation>Inodes</translation>
    </message>
    <message>
        <source>HSM requests</source>
        <translation>HSM-Aufträge</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Received by interface</source>
        <translation>Empfangen nach Schnittstelle</translation>
    </message>
    <message>
        <source>Sent by interface</source>
        <translation>Gesendet nach Schnittstelle</translation>
    </message>
    <message>
        <source>Read by disk</source>
        <translation>Gelesen nach Platte</translation>
    </message>
    <message>
        <source>Written by disk</source>
        <translation>Geschrieben nach Platte</translation>
    </message>
    <message>
        <source>Space used</source>
        <translation>Belegter Platz</translation>
    </message>
    <message>
        <source>Objects used</source>
        <translation>Belegte Objekte</translation>
    </message>
    <message>
        <source>Grant</source>
        <translation>Zusagen (Grant)</translation>
    </message>
    <message>
        <source>Inodes used</source>
        <translation>Belegte Inodes</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Locks held</source>
        <translation>Gehaltene Sperren</translation>
    </message>
    <message>
        <source>Evictions</source>
        <translation>Ausschlüsse</translation>
    </message>
    <message>
        <source>Health of NIs (1,000 is well)</source>
        <translation>Gesundheit der NIs (1.000 ist gut)</translation>
    </message>
</context>
<context>
    <name>pages::ChartsTab</name>
    <message>
        <source>No figures</source>
        <translation>Keine Werte</translation>
    </message>
    <message>
        <source>Nothing measures this cluster: it was opened without its servers&apos; agents.</source>
        <translation>Nichts misst diesen Cluster: er wurde ohne die Agenten seiner Server geöffnet.</translation>
    </message>
</context>
<context>
    <name>pages::CloseLook</name>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>Schreibt</translation>
    </message>
    <message>
        <source>Operations/s</source>
        <translation>Operationen/s</translation>
    </message>
    <message>
        <source>UUID</source>
        <translation>UUID</translation>
    </message>
    <message>
        <source>Nothing was read or written in that time.</source>
        <translation>In dieser Zeit wurde nichts gelesen oder geschrieben.</translation>
    </message>
    <message>
        <source>Watch for 30 seconds</source>
        <translation>30 Sekunden beobachten</translation>
    </message>
    <message>
        <source>Reads and writes, ten times a second</source>
        <translation>Lesen und Schreiben, zehnmal in der Sekunde</translation>
    </message>
    <message>
        <source>Clients of this target</source>
        <translation>Clients dieses Targets</translation>
    </message>
    <message>
        <source>Ten times a second</source>
        <translation>Zehnmal in der Sekunde</translation>
    </message>
    <message>
        <source>Clients now</source>
        <translation>Clients jetzt</translation>
    </message>
    <message numerus="yes">
        <source>%n seconds left</source>
        <translation>
            <numerusform>noch %n Sekunde</numerusform>
            <numerusform>noch %n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Its reads and writes in steps of a tenth of a second, to see what an average of seconds hides.</source>
        <translation>Was es liest und schreibt, in Schritten von einer Zehntelsekunde: das zeigt, was ein Mittel über Sekunden verbirgt.</translation>
    </message>
    <message>
        <source>Only what is now can be read anew.</source>
        <translation>Nur was jetzt ist, lässt sich neu lesen.</translation>
    </message>
    <message>
        <source>It is mounted on no server that answers.</source>
        <translation>Es ist auf keinem Server eingehängt, der antwortet.</translation>
    </message>
    <message>
        <source>No client is connected.</source>
        <translation>Kein Client ist verbunden.</translation>
    </message>
    <message numerus="yes">
        <source>%n are connected; rates of the last two seconds</source>
        <translation>
            <numerusform>%n ist verbunden; Raten der letzten zwei Sekunden</numerusform>
            <numerusform>%n sind verbunden; Raten der letzten zwei Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading begins</source>
        <translation>Das Lesen beginnt</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
</context>
<context>
    <name>pages::ConnectionPanel</name>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Connection …</source>
        <translation>Verbindung …</translation>
    </message>
    <message>
        <source>Upgrade agent</source>
        <translation>Agenten aktualisieren</translation>
    </message>
    <message>
        <source>Agent %1, last answer %2</source>
        <translation>Agent %1, letzte Antwort %2</translation>
    </message>
    <message>
        <source>The first attempt is under way.</source>
        <translation>Der erste Versuch läuft.</translation>
    </message>
    <message>
        <source>Tried again in %1 s</source>
        <translation>Nächster Versuch in %1 s</translation>
    </message>
    <message>
        <source>Not tried again by itself</source>
        <translation>Wird nicht von selbst wieder versucht</translation>
    </message>
    <message>
        <source>Being tried now</source>
        <translation>Wird gerade versucht</translation>
    </message>
    <message>
        <source> – last answer %1</source>
        <translation> – letzte Antwort %1</translation>
    </message>
    <message>
        <source>You may look only: your user there is in the group chandelier-view, not in chandelier-admin.</source>
        <translation>Sie dürfen nur zusehen: Ihr Benutzer dort ist in der Gruppe chandelier-view, nicht in chandelier-admin.</translation>
    </message>
    <message>
        <source>Upgrade agent to %1</source>
        <translation>Agenten auf %1 aktualisieren</translation>
    </message>
</context>
<context>
    <name>pages::Dashboard</name>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>File systems</source>
        <translation>Dateisysteme</translation>
    </message>
    <message>
        <source>LNet</source>
        <translation>LNet</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Wants attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Newest events</source>
        <translation>Neueste Ereignisse</translation>
    </message>
    <message>
        <source>File system</source>
        <translation>Dateisystem</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Inodes</source>
        <translation>Inodes</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Nothing. All servers answer, all targets are where they should be.</source>
        <translation>Nichts. Alle Server antworten, alle Targets sind, wo sie sein sollen.</translation>
    </message>
    <message>
        <source>Nothing has happened since the cluster was opened.</source>
        <translation>Seit der Cluster geöffnet wurde, ist nichts geschehen.</translation>
    </message>
    <message>
        <source>There is no file system yet.</source>
        <translation>Es gibt noch kein Dateisystem.</translation>
    </message>
    <message>
        <source>All well</source>
        <translation>Alles in Ordnung</translation>
    </message>
    <message numerus="yes">
        <source>%n want attention</source>
        <translation>
            <numerusform>%n braucht Aufmerksamkeit</numerusform>
            <numerusform>%n brauchen Aufmerksamkeit</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 inodes in all</source>
        <translation>%1 Inodes insgesamt</translation>
    </message>
    <message>
        <source>There are no charts: nothing measures this cluster.</source>
        <translation>Es gibt keine Diagramme: nichts misst diesen Cluster.</translation>
    </message>
    <message>
        <source>Charts of targets come with the first file system; those of servers are on the pages of the servers.</source>
        <translation>Diagramme von Targets kommen mit dem ersten Dateisystem; die der Server stehen auf den Seiten der Server.</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
</context>
<context>
    <name>pages::DetailPage</name>
    <message>
        <source>Not there</source>
        <translation>Nicht da</translation>
    </message>
    <message>
        <source>There is no such object any more. It was removed, or no server has reported it since the program was started.</source>
        <translation>Dieses Objekt gibt es nicht mehr. Es wurde entfernt, oder kein Server hat es gemeldet, seit das Programm läuft.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>The server that would have to act does not answer.</source>
        <translation>Der Server, der handeln müsste, antwortet nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n things are not as wanted</source>
        <translation>
            <numerusform>Eines ist nicht wie gewünscht</numerusform>
            <numerusform>%n Dinge sind nicht wie gewünscht</numerusform>
        </translation>
    </message>
    <message>
        <source>Show repair plan</source>
        <translation>Reparaturplan zeigen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
    <message>
        <source>Parts of the page</source>
        <translation>Teile der Seite</translation>
    </message>
</context>
<context>
    <name>pages::FileSystemPage</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the command that mounts this file system on a client</source>
        <translation>Den Befehl kopieren, der dieses Dateisystem auf einem Client einhängt</translation>
    </message>
    <message>
        <source>Mount on a client</source>
        <translation>Auf einem Client einhängen</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>No target of this file system was found.</source>
        <translation>Von diesem Dateisystem wurde kein Target gefunden.</translation>
    </message>
    <message>
        <source>Add targets</source>
        <translation>Targets hinzufügen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>MGS</source>
        <translation>MGS</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>MDTs</source>
        <translation>MDTs</translation>
    </message>
    <message>
        <source>OSTs</source>
        <translation>OSTs</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Inodes</source>
        <translation>Inodes</translation>
    </message>
    <message>
        <source>%1 used</source>
        <translation>%1 belegt</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>As it filled in the last 30 days</source>
        <translation>Wie es sich in den letzten 30 Tagen gefüllt hat</translation>
    </message>
</context>
<context>
    <name>pages::FileSystems</name>
    <message>
        <source>File systems</source>
        <translation>Dateisysteme</translation>
    </message>
    <message>
        <source>No file system yet</source>
        <translation>Noch kein Dateisystem</translation>
    </message>
    <message>
        <source>A Lustre file system is one MGS, at least one MDT and at least one OST on the volumes of your servers. Those that exist already are found by themselves.</source>
        <translation>Ein Lustre-Dateisystem besteht aus einem MGS, mindestens einem MDT und mindestens einem OST auf den Volumes Ihrer Server. Schon vorhandene werden von selbst gefunden.</translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation>Dateisystem anlegen</translation>
    </message>
</context>
<context>
    <name>pages::FreeSpace</name>
    <message>
        <source>Nothing is free.</source>
        <translation>Nichts ist frei.</translation>
    </message>
    <message>
        <source>%1 % of the %2 that are free lie in pieces of 1 MiB or more; what is written into smaller ones is cut.</source>
        <translation>%1 % der freien %2 liegen in Stücken von 1 MiB oder mehr; was in kleinere geschrieben wird, wird zerteilt.</translation>
    </message>
    <message>
        <source>Of %1 block groups %2 were read.</source>
        <translation>Von %1 Blockgruppen wurden %2 gelesen.</translation>
    </message>
    <message numerus="yes">
        <source>The maps of %n groups could not be read from the disk.</source>
        <translation>
            <numerusform>Die Karte von %n Gruppe ließ sich nicht von der Platte lesen.</numerusform>
            <numerusform>Die Karten von %n Gruppen ließen sich nicht von der Platte lesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The kernel calls the maps of %n groups damaged: e2fsck is due.</source>
        <translation>
            <numerusform>Der Kernel nennt die Karte von %n Gruppe beschädigt: e2fsck ist fällig.</numerusform>
            <numerusform>Der Kernel nennt die Karten von %n Gruppen beschädigt: e2fsck ist fällig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Read the map</source>
        <translation>Karte lesen</translation>
    </message>
    <message>
        <source>Free space by size of piece</source>
        <translation>Freier Platz nach Größe der Stücke</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Pieces of free space</source>
        <translation>Stücke des freien Platzes</translation>
    </message>
    <message>
        <source>Its server reads the map of each block group; on a large target this takes minutes, and the disks have to do.</source>
        <translation>Sein Server liest die Karte jeder Blockgruppe; bei einem großen Target dauert das Minuten, und die Platten haben zu tun.</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Wird gelesen</translation>
    </message>
</context>
<context>
    <name>pages::Fullness</name>
    <message>
        <source>%1 (inodes)</source>
        <translation>%1 (Inodes)</translation>
    </message>
    <message>
        <source>Space: %1</source>
        <translation>Platz: %1</translation>
    </message>
    <message>
        <source>%1, %2 a day</source>
        <translation>%1, %2 am Tag</translation>
    </message>
    <message>
        <source>Inodes: %1</source>
        <translation>Inodes: %1</translation>
    </message>
</context>
<context>
    <name>pages::JobPage</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Retry from here</source>
        <translation>Ab hier wiederholen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig machen</translation>
    </message>
    <message>
        <source>Shows the plan that takes this back</source>
        <translation>Zeigt den Plan, der dies zurücknimmt</translation>
    </message>
    <message>
        <source>It goes on by itself.</source>
        <translation>Es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>%1 of %2 moves, %3</source>
        <translation>%1 von %2 Schritten, %3</translation>
    </message>
    <message>
        <source>This job was begun later than the moment you are looking at.</source>
        <translation>Dieser Job wurde später begonnen als der Moment, den Sie ansehen.</translation>
    </message>
</context>
<context>
    <name>pages::Jobs</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>No job yet</source>
        <translation>Noch kein Auftrag</translation>
    </message>
    <message>
        <source>Each plan that is run becomes a job and stays here, with every command, its output and how it ended.</source>
        <translation>Jeder ausgeführte Plan wird ein Auftrag und bleibt hier, mit jedem Befehl, dessen Ausgabe und wie er endete.</translation>
    </message>
</context>
<context>
    <name>pages::ListPage</name>
    <message>
        <source>Filter   Ctrl+F</source>
        <translation>Filtern   Strg+F</translation>
    </message>
    <message>
        <source>Filter the rows</source>
        <translation>Zeilen filtern</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>Als Tabelle kopieren</translation>
    </message>
</context>
<context>
    <name>pages::LogDetail</name>
    <message>
        <source>The whole line</source>
        <translation>Die ganze Zeile</translation>
    </message>
    <message>
        <source>No line chosen</source>
        <translation>Keine Zeile gewählt</translation>
    </message>
    <message>
        <source>Choose a line to see all of it, and what it means where that is known.</source>
        <translation>Wählen Sie eine Zeile, um sie ganz zu sehen, und was sie bedeutet, wo das bekannt ist.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>no server of this cluster: a client</source>
        <translation>kein Server dieses Clusters: ein Client</translation>
    </message>
    <message>
        <source>Lines are missing here</source>
        <translation>Hier fehlen Zeilen</translation>
    </message>
    <message>
        <source>No known message</source>
        <translation>Keine bekannte Meldung</translation>
    </message>
    <message>
        <source>They had gone from the server before they could be read. Give its journal more room, or open Chandelier more often.</source>
        <translation>Sie waren auf dem Server schon fort, bevor sie gelesen werden konnten. Geben Sie seinem Journal mehr Platz, oder öffnen Sie Chandelier öfter.</translation>
    </message>
    <message>
        <source>The list of messages of Lustre does not explain this line.</source>
        <translation>Die Liste der Meldungen von Lustre erklärt diese Zeile nicht.</translation>
    </message>
    <message>
        <source>%1

Why: %2

What to do: %3</source>
        <translation>%1

Warum: %2

Was zu tun ist: %3</translation>
    </message>
</context>
<context>
    <name>pages::LogFilters</name>
    <message>
        <source>Search the lines   Ctrl+F</source>
        <translation>Zeilen durchsuchen   Strg+F</translation>
    </message>
    <message>
        <source>Search the lines</source>
        <translation>Zeilen durchsuchen</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Upper and lower case count</source>
        <translation>Groß- und Kleinschreibung zählt</translation>
    </message>
    <message>
        <source>Unit or program</source>
        <translation>Einheit oder Programm</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Least severity</source>
        <translation>Geringste Schwere</translation>
    </message>
    <message>
        <source>All severities</source>
        <translation>Alle Schweregrade</translation>
    </message>
    <message>
        <source>Without debug</source>
        <translation>Ohne Debug</translation>
    </message>
    <message>
        <source>Warnings and worse</source>
        <translation>Warnungen und Schlimmeres</translation>
    </message>
    <message>
        <source>Errors and worse</source>
        <translation>Fehler und Schlimmeres</translation>
    </message>
    <message>
        <source>Critical only</source>
        <translation>Nur Kritisches</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>All times</source>
        <translation>Alle Zeiten</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>Letzte 6 Stunden</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>Last 3 days</source>
        <translation>Letzte 3 Tage</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>Letzte Woche</translation>
    </message>
    <message>
        <source>Lustre only</source>
        <translation>Nur Lustre</translation>
    </message>
    <message>
        <source>All servers</source>
        <translation>Alle Server</translation>
    </message>
</context>
<context>
    <name>pages::LogsPage</name>
    <message>
        <source>Log lines</source>
        <translation>Logzeilen</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Show the end, and what comes</source>
        <translation>Das Ende zeigen, und was kommt</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>Searching … %1</source>
        <translation>Suche … %1</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n new line(s) at the end</source>
        <translation>
            <numerusform>Angehalten, %n neue Zeile am Ende</numerusform>
            <numerusform>Angehalten, %n neue Zeilen am Ende</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused: scroll to the end to go on</source>
        <translation>Angehalten: ans Ende rollen, um fortzufahren</translation>
    </message>
    <message>
        <source>No logs</source>
        <translation>Keine Logs</translation>
    </message>
    <message>
        <source>Here stands what all servers have logged. Nobody reads the logs of this cluster.</source>
        <translation>Hier steht, was alle Server geloggt haben. Niemand liest die Logs dieses Clusters.</translation>
    </message>
    <message>
        <source>No line fits</source>
        <translation>Keine Zeile passt</translation>
    </message>
    <message>
        <source>Take a filter away, choose a longer time, or search for less. Lines are kept from the first day on that Chandelier knows a server, three days back at first.</source>
        <translation>Nehmen Sie einen Filter weg, wählen Sie eine längere Zeit, oder suchen Sie nach weniger. Zeilen werden vom ersten Tag an aufgehoben, an dem Chandelier einen Server kennt, anfangs drei Tage zurück.</translation>
    </message>
    <message>
        <source>No logs yet</source>
        <translation>Noch keine Logs</translation>
    </message>
    <message>
        <source>Here stands what all servers log, in one table by time: evictions, lost connections, slow disks, each with what it means. Lines come as soon as a server with an agent is connected.</source>
        <translation>Hier steht, was alle Server loggen, in einer Tabelle nach der Zeit: Evictions, verlorene Verbindungen, langsame Platten, jede mit dem, was sie bedeutet. Zeilen kommen, sobald ein Server mit Agent verbunden ist.</translation>
    </message>
    <message>
        <source>the agent is older than this program and gives no logs: upgrade it</source>
        <translation>der Agent ist älter als dieses Programm und gibt keine Logs: aktualisieren Sie ihn</translation>
    </message>
    <message>
        <source>Nothing comes from %1: %2</source>
        <translation>Von %1 kommt nichts: %2</translation>
    </message>
</context>
<context>
    <name>pages::MoveDetail</name>
    <message>
        <source>Command lines</source>
        <translation>Befehlszeilen</translation>
    </message>
    <message>
        <source># looks, changes nothing:</source>
        <translation># sieht nach, ändert nichts:</translation>
    </message>
    <message>
        <source># verifies:</source>
        <translation># prüft nach:</translation>
    </message>
    <message>
        <source>on</source>
        <translation>auf</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Exit-Code %1</translation>
    </message>
    <message>
        <source> (had been done before)</source>
        <translation> (war schon getan)</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weiterer</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>nothing: it can begin at once</source>
        <translation>nichts: Es kann gleich beginnen</translation>
    </message>
    <message>
        <source>Undone by</source>
        <translation>Rückgängig durch</translation>
    </message>
    <message>
        <source>nothing: it cannot be undone</source>
        <translation>nichts: Es kann nicht rückgängig gemacht werden</translation>
    </message>
    <message>
        <source>Skipped because of</source>
        <translation>Übersprungen wegen</translation>
    </message>
    <message>
        <source>Choose a move to see its commands</source>
        <translation>Wählen Sie einen Schritt, um seine Befehle zu sehen</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>What was run</source>
        <translation>Was ausgeführt wurde</translation>
    </message>
    <message>
        <source>Exact commands</source>
        <translation>Genaue Befehle</translation>
    </message>
    <message>
        <source># nothing is run for this: it follows from the other moves</source>
        <translation># hierfür wird nichts ausgeführt: Es folgt aus den anderen Schritten</translation>
    </message>
</context>
<context>
    <name>pages::MovesView</name>
    <message>
        <source>Moves</source>
        <translation>Schritte</translation>
    </message>
</context>
<context>
    <name>pages::Overview</name>
    <message>
        <source>Wants attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>No file system yet</source>
        <translation>Noch kein Dateisystem</translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation>Dateisystem anlegen</translation>
    </message>
    <message>
        <source>File systems</source>
        <translation>Dateisysteme</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Servers up</source>
        <translation>Server in Betrieb</translation>
    </message>
    <message>
        <source>File systems available</source>
        <translation>Dateisysteme verfügbar</translation>
    </message>
    <message>
        <source>Targets mounted</source>
        <translation>Targets eingehängt</translation>
    </message>
    <message>
        <source>Volumes free</source>
        <translation>Volumes frei</translation>
    </message>
    <message>
        <source>All well</source>
        <translation>Alles gut</translation>
    </message>
    <message numerus="yes">
        <source>%n want attention</source>
        <translation>
            <numerusform>Eines braucht Aufmerksamkeit</numerusform>
            <numerusform>%n brauchen Aufmerksamkeit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things are not as wanted</source>
        <translation>
            <numerusform>Eines ist nicht wie gewünscht</numerusform>
            <numerusform>%n Dinge sind nicht wie gewünscht</numerusform>
        </translation>
    </message>
    <message>
        <source>Show repair plan</source>
        <translation>Reparaturplan zeigen</translation>
    </message>
    <message>
        <source>%1 servers answer and %2 volumes are free. Make a file system of them: you see every command before it runs.</source>
        <translation>%1 Server antworten, und %2 Volumes sind frei. Machen Sie ein Dateisystem daraus: Sie sehen jeden Befehl, bevor er läuft.</translation>
    </message>
</context>
<context>
    <name>pages::PlanPage</name>
    <message numerus="yes">
        <source>%n destroy data</source>
        <translation>
            <numerusform>einer zerstört Daten</numerusform>
            <numerusform>%n zerstören Daten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interrupt service</source>
        <translation>
            <numerusform>einer unterbricht den Dienst</numerusform>
            <numerusform>%n unterbrechen den Dienst</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n moves</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>on %n servers</source>
        <translation>
            <numerusform>auf %n Server</numerusform>
            <numerusform>auf %n Servern</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy as script</source>
        <translation>Als Skript kopieren</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Do not run</source>
        <translation>Nicht ausführen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Type the name of the server, %1, as your word that it is off.</source>
        <translation>Geben Sie den Namen des Servers, %1, ein: Ihr Wort, dass er aus ist.</translation>
    </message>
    <message>
        <source>This destroys data. Type %1 to allow it.</source>
        <translation>Das zerstört Daten. Geben Sie %1 ein, um es zu erlauben.</translation>
    </message>
    <message>
        <source>Waits for: %1</source>
        <translation>Wartet auf: %1</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>This interrupts service on a production cluster. Type %1 to allow it.</source>
        <translation>Das unterbricht den Betrieb eines Produktionsclusters. Geben Sie %1 ein, um es zu erlauben.</translation>
    </message>
</context>
<context>
    <name>pages::ServerActions</name>
    <message>
        <source>You may look only on %1: your user there is in the group chandelier-view, not in chandelier-admin</source>
        <translation>Auf %1 dürfen Sie nur zusehen: Ihr Benutzer dort ist in der Gruppe chandelier-view, nicht in chandelier-admin</translation>
    </message>
    <message>
        <source>No chosen server answers</source>
        <translation>Kein gewählter Server antwortet</translation>
    </message>
    <message>
        <source>Not on a demonstration cluster</source>
        <translation>Nicht auf einem Vorführ-Cluster</translation>
    </message>
    <message>
        <source>LNet …</source>
        <translation>LNet …</translation>
    </message>
    <message>
        <source>Upgrade agent …</source>
        <translation>Agenten aktualisieren …</translation>
    </message>
    <message>
        <source>Upgrade agents …</source>
        <translation>Agenten aktualisieren …</translation>
    </message>
    <message>
        <source>No agent to deliver is beside this program</source>
        <translation>Neben diesem Programm liegt kein Agent</translation>
    </message>
    <message>
        <source>Save diagnostics …</source>
        <translation>Diagnose speichern …</translation>
    </message>
    <message>
        <source>Rename or readdress …</source>
        <translation>Umbenennen oder neue Adresse …</translation>
    </message>
    <message>
        <source>Connection …</source>
        <translation>Verbindung …</translation>
    </message>
    <message>
        <source>Remove from Chandelier …</source>
        <translation>Aus Chandelier entfernen …</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n from Chandelier …</source>
        <translation>
            <numerusform>%n aus Chandelier entfernen …</numerusform>
            <numerusform>%n aus Chandelier entfernen …</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 and others</source>
        <translation>%1 und andere</translation>
    </message>
    <message>
        <source>Reboot %1</source>
        <translation>%1 neu starten</translation>
    </message>
    <message>
        <source>Shut down %1</source>
        <translation>%1 herunterfahren</translation>
    </message>
    <message numerus="yes">
        <source>Move its %n targets to their other servers first</source>
        <translation>
            <numerusform>Zuerst sein Target auf dessen anderen Server verschieben</numerusform>
            <numerusform>Zuerst seine %n Targets auf deren andere Server verschieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop them for that long</source>
        <translation>So lange anhalten</translation>
    </message>
    <message>
        <source>Clients wait for each target some seconds, while it fails over.</source>
        <translation>Clients warten auf jedes Target einige Sekunden, während es den Server wechselt.</translation>
    </message>
    <message>
        <source>Clients that need them wait until the server is back.</source>
        <translation>Clients, die sie brauchen, warten, bis der Server wieder da ist.</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Show plan</source>
        <translation>Plan zeigen</translation>
    </message>
    <message>
        <source>All of them have agent %1 already.</source>
        <translation>Alle haben schon Agent %1.</translation>
    </message>
    <message numerus="yes">
        <source>Upgrade %n agents to %1</source>
        <translation>
            <numerusform>%n Agenten auf %1 aktualisieren</numerusform>
            <numerusform>%n Agenten auf %1 aktualisieren</numerusform>
        </translation>
    </message>
    <message>
        <source>In waves: one server first, then more at a time. The first failure stops it; a server whose new agent does not answer gets the old one back. Jobs that run are not disturbed.</source>
        <translation>In Wellen: erst ein Server, dann mehr auf einmal. Der erste Fehler hält alles an; ein Server, dessen neuer Agent nicht antwortet, bekommt den alten zurück. Laufende Aufträge werden nicht gestört.</translation>
    </message>
    <message numerus="yes">
        <source>Upgrade %n agents</source>
        <translation>
            <numerusform>%n Agenten aktualisieren</numerusform>
            <numerusform>%n Agenten aktualisieren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n targets live here: %1. They stay as they are, but nothing watches or moves them from here any more.</source>
        <translation>
            <numerusform>Ein Target ist hier zu Hause: %1. Es bleibt, wie es ist, aber von hier aus wird es nicht mehr beobachtet oder verschoben.</numerusform>
            <numerusform>%n Targets sind hier zu Hause: %1. Sie bleiben, wie sie sind, aber von hier aus werden sie nicht mehr beobachtet oder verschoben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Diagnostics are in %1</source>
        <translation>Die Diagnose liegt in %1</translation>
    </message>
    <message>
        <source>Move them away …</source>
        <translation>Wegverschieben …</translation>
    </message>
    <message>
        <source>Give it back …</source>
        <translation>Zurückgeben …</translation>
    </message>
</context>
<context>
    <name>pages::ServerPage</name>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>No target has this server as its primary or failover.</source>
        <translation>Für kein Target ist dies der primäre oder Ersatzserver.</translation>
    </message>
    <message>
        <source>LNet</source>
        <translation>LNet</translation>
    </message>
    <message>
        <source>NIDs</source>
        <translation>NIDs</translation>
    </message>
    <message>
        <source>Lustre</source>
        <translation>Lustre</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>Booted</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>Kernel</translation>
    </message>
    <message>
        <source>CPU and memory</source>
        <translation>CPU und Speicher</translation>
    </message>
    <message>
        <source>%1 cores, %2</source>
        <translation>%1 Kerne, %2</translation>
    </message>
    <message>
        <source>Interfaces</source>
        <translation>Schnittstellen</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation>Letzte Antwort</translation>
    </message>
    <message>
        <source>Not known: %1 (%2)</source>
        <translation>Nicht bekannt: %1 (%2)</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>LNet, name, connection, agent, diagnostics, removal</source>
        <translation>LNet, Name, Verbindung, Agent, Diagnose, Entfernen</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>In the cluster</source>
        <translation>Im Cluster</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
</context>
<context>
    <name>pages::Servers</name>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>No server yet</source>
        <translation>Noch kein Server</translation>
    </message>
    <message>
        <source>%1 of %2 up</source>
        <translation>%1 von %2 in Betrieb</translation>
    </message>
    <message>
        <source>The hosts that carry MGS, MDTs and OSTs are listed here, with their state, LNet and targets. Name yours, one or hundreds; they are looked at before anything is put on them.</source>
        <translation>Die Hosts mit MGS, MDTs und OSTs stehen hier, mit Zustand, LNet und Targets. Nennen Sie Ihre, einen oder Hunderte; sie werden angesehen, bevor etwas auf sie kommt.</translation>
    </message>
    <message>
        <source>Add servers</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Upgrade agents …</source>
        <translation>Agenten aktualisieren …</translation>
    </message>
    <message numerus="yes">
        <source>Upgrade %n agents …</source>
        <translation>
            <numerusform>%n Agenten aktualisieren …</numerusform>
            <numerusform>%n Agenten aktualisieren …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::TargetPage</name>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>No parameter is stored on this target.</source>
        <translation>Auf diesem Target ist kein Parameter gespeichert.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>Läuft auf</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primär</translation>
    </message>
    <message>
        <source>Failover</source>
        <translation>Ersatz</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>Inodes</source>
        <translation>Inodes</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>Mount point</source>
        <translation>Einhängepunkt</translation>
    </message>
    <message>
        <source>Recovery</source>
        <translation>Wiederherstellung</translation>
    </message>
    <message>
        <source>Multiple-mount protection</source>
        <translation>Schutz vor doppeltem Einhängen</translation>
    </message>
    <message>
        <source>on</source>
        <translation>auf</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>is rewritten at the next start</source>
        <translation>wird beim nächsten Start neu geschrieben</translation>
    </message>
    <message>
        <source>registered</source>
        <translation>registriert</translation>
    </message>
    <message>
        <source>Managed by</source>
        <translation>Verwaltet von</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>diesem Programm</translation>
    </message>
    <message>
        <source>Pacemaker in %1</source>
        <translation>Pacemaker in %1</translation>
    </message>
    <message>
        <source>Could fail over now</source>
        <translation>Übernahme jetzt möglich</translation>
    </message>
</context>
<context>
    <name>pages::Top</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Share of all transfers</source>
        <translation>Anteil an allen Übertragungen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>No figures</source>
        <translation>Keine Werte</translation>
    </message>
    <message>
        <source>Here stands who does most: jobs, users, targets and servers. Nothing measures this cluster.</source>
        <translation>Hier steht, wer am meisten tut: Jobs, Benutzer, Targets und Server. Nichts misst diesen Cluster.</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Jobs</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Top</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>No job id of this time names a user: jobid_var is not procname_uid.</source>
        <translation>Keine Jobkennung dieser Zeit nennt einen Benutzer: jobid_var ist nicht procname_uid.</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Alle Jobs</translation>
    </message>
    <message>
        <source>by target</source>
        <translation>nach Target</translation>
    </message>
    <message>
        <source>by job</source>
        <translation>nach Job</translation>
    </message>
    <message>
        <source>%1: read, %2</source>
        <translation>%1: gelesen, %2</translation>
    </message>
    <message>
        <source>%1: written, %2</source>
        <translation>%1: geschrieben, %2</translation>
    </message>
    <message>
        <source>%1: metadata operations, %2</source>
        <translation>%1: Metadatenoperationen, %2</translation>
    </message>
    <message>
        <source>Show what was done on all targets again</source>
        <translation>Wieder zeigen, was auf allen Targets getan wurde</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>Auf %1</translation>
    </message>
</context>
<context>
    <name>pages::Volumes</name>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>No volume seen</source>
        <translation>Kein Volume gesehen</translation>
    </message>
    <message>
        <source>Disks and other block devices that the servers report are listed here, joined over hosts by serial number or WWN. None of the servers has reported one yet.</source>
        <translation>Hier stehen Platten und andere Blockgeräte, die die Server melden, über Hosts hinweg nach Seriennummer oder WWN verbunden. Noch hat kein Server eines gemeldet.</translation>
    </message>
    <message>
        <source>%1 free, %2 in use, %3 not usable</source>
        <translation>%1 frei, %2 belegt, %3 nicht nutzbar</translation>
    </message>
    <message>
        <source>Create file system on these</source>
        <translation>Dateisystem auf diesen anlegen</translation>
    </message>
    <message>
        <source>%1 carries a target already</source>
        <translation>%1 trägt schon ein Target</translation>
    </message>
</context>
<context>
    <name>pages::Welcome</name>
    <message>
        <source>Start the demonstration</source>
        <translation>Vorführung starten</translation>
    </message>
    <message>
        <source>Add my servers</source>
        <translation>Meine Server hinzufügen</translation>
    </message>
    <message>
        <source>Try it first</source>
        <translation>Erst ausprobieren</translation>
    </message>
    <message>
        <source>A cluster of two metadata and four object storage servers with shared disks, simulated on this machine. The real agent runs on each. Nothing of yours is touched.</source>
        <translation>Ein Cluster aus zwei Metadaten- und vier Objektspeicher-Servern mit gemeinsamen Platten, auf diesem Rechner simuliert. Auf jedem läuft der echte Agent. Nichts von Ihnen wird berührt.</translation>
    </message>
    <message>
        <source>Your own servers</source>
        <translation>Ihre eigenen Server</translation>
    </message>
    <message>
        <source>Reach them by SSH with your own keys. They are checked first; nothing is changed before you deliver the agent, and Lustre only by a plan that you have seen.</source>
        <translation>Erreichbar über SSH mit Ihren eigenen Schlüsseln. Zuerst wird nur geprüft; nichts ändert sich, bevor Sie den Agenten ausliefern, und an Lustre nur durch einen Plan, den Sie gesehen haben.</translation>
    </message>
    <message>
        <source>Chandelier</source>
        <translation>Chandelier</translation>
    </message>
    <message>
        <source>Create, run and repair Lustre file systems</source>
        <translation>Lustre-Dateisysteme anlegen, betreiben und reparieren</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Open, make, import and delete clusters</source>
        <translation>Cluster öffnen, anlegen, importieren und löschen</translation>
    </message>
</context>
<context>
    <name>shell::ActionBar</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>shell::Activity</name>
    <message>
        <source>Cancel this job</source>
        <translation>Diesen Auftrag abbrechen</translation>
    </message>
    <message>
        <source>%1, took %2</source>
        <translation>%1, dauerte %2</translation>
    </message>
    <message>
        <source>%1 of %2 moves</source>
        <translation>%1 von %2 Schritten</translation>
    </message>
    <message>
        <source>Plans that you run are shown here while they run, and the last ones after.</source>
        <translation>Pläne, die Sie ausführen, stehen hier, solange sie laufen, und die letzten auch danach.</translation>
    </message>
    <message>
        <source>Fold the activity panel</source>
        <translation>Aktivitäten einklappen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivitäten</translation>
    </message>
</context>
<context>
    <name>shell::Banner</name>
    <message>
        <source>You may look only on %1.</source>
        <translation>Auf %1 dürfen Sie nur ansehen.</translation>
    </message>
    <message>
        <source>Production cluster, read-only. What you do here changes what people work on.</source>
        <translation>Produktionscluster, schreibgeschützt. Was Sie hier tun, betrifft, womit andere arbeiten.</translation>
    </message>
    <message>
        <source>Unlock for 15 min</source>
        <translation>Für 15 min entsperren</translation>
    </message>
    <message>
        <source>Production cluster, unlocked for another %1. It locks itself then.</source>
        <translation>Produktionscluster, noch %1 entsperrt. Danach sperrt er sich selbst.</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Jetzt sperren</translation>
    </message>
</context>
<context>
    <name>shell::ClusterDialog</name>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Petrol</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Bernstein</translation>
    </message>
    <message>
        <source>Rose</source>
        <translation>Rosa</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Slate</source>
        <translation>Schiefer</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Production: read-only until it is unlocked</source>
        <translation>Produktion: schreibgeschützt, bis er entsperrt wird</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>shell::DeleteCluster</name>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete cluster %1</source>
        <translation>Cluster %1 löschen</translation>
    </message>
    <message>
        <source>Type the name, %1</source>
        <translation>Den Namen eingeben, %1</translation>
    </message>
    <message numerus="yes">
        <source>This workstation forgets the cluster: its %n servers, its jobs with what they printed, what is wanted of it, and passwords that are remembered.</source>
        <translation>
            <numerusform>Dieser Arbeitsplatz vergisst den Cluster: seinen %n Server, seine Aufträge mit dem, was sie ausgegeben haben, was von ihm gewollt ist, und gemerkte Passwörter.</numerusform>
            <numerusform>Dieser Arbeitsplatz vergisst den Cluster: seine %n Server, seine Aufträge mit dem, was sie ausgegeben haben, was von ihm gewollt ist, und gemerkte Passwörter.</numerusform>
        </translation>
    </message>
    <message>
        <source>This workstation forgets the cluster: its jobs with what they printed, and what is wanted of it.</source>
        <translation>Dieser Arbeitsplatz vergisst den Cluster: seine Aufträge mit dem, was sie ausgegeben haben, und was von ihm gewollt ist.</translation>
    </message>
    <message>
        <source>Nothing is changed on servers: their agents, and what is mounted there, stay as they are. To take agents away, remove the servers first.</source>
        <translation>Auf Servern ändert sich nichts: Ihre Agents und was dort eingehängt ist bleiben, wie sie sind. Wer die Agents entfernen will, entfernt zuerst die Server.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>shell::Desk</name>
    <message>
        <source>Nothing to do: everything is so already.</source>
        <translation>Nichts zu tun: Es ist schon alles so.</translation>
    </message>
    <message>
        <source>Looking at what can be done …</source>
        <translation>Es wird ermittelt, was möglich ist …</translation>
    </message>
</context>
<context>
    <name>shell::FleetUpkeep</name>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>Nicht begonnen</translation>
    </message>
    <message>
        <source>%1 of %2 are done.</source>
        <translation>%1 von %2 sind fertig.</translation>
    </message>
    <message>
        <source>%1 has failed.</source>
        <translation>%1 ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>It stopped at %1, which has its old agent again.</source>
        <translation>Es hielt bei %1 an, der wieder seinen alten Agenten hat.</translation>
    </message>
</context>
<context>
    <name>shell::Launcher</name>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>New cluster …</source>
        <translation>Neuer Cluster …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Vorführung</translation>
    </message>
    <message>
        <source>Import …</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Name and colour …</source>
        <translation>Name und Farbe …</translation>
    </message>
    <message>
        <source>Production cluster</source>
        <translation>Produktionscluster</translation>
    </message>
    <message>
        <source>Read-only until it is unlocked; what stops a service wants its name typed</source>
        <translation>Schreibgeschützt, bis er entsperrt wird; was den Betrieb unterbricht, verlangt den eingetippten Namen</translation>
    </message>
    <message>
        <source>Unlock for 15 min</source>
        <translation>Für 15 min entsperren</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Jetzt sperren</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Close cluster</source>
        <translation>Cluster schließen</translation>
    </message>
    <message>
        <source>New cluster</source>
        <translation>Neuer Cluster</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Name and colour</source>
        <translation>Name und Farbe</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Import a cluster</source>
        <translation>Cluster importieren</translation>
    </message>
    <message>
        <source>Exported clusters (*.json);;All files (*)</source>
        <translation>Exportierte Cluster (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Exported clusters (*.json)</source>
        <translation>Exportierte Cluster (*.json)</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>No passwords and no keys are in it; names of key files are, as far as they mean something elsewhere.</source>
        <translation>Kennwörter und Schlüssel stehen nicht darin; Namen von Schlüsseldateien, soweit sie anderswo etwas bedeuten.</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs of it are running: wait for their end, or cancel them.</source>
        <translation>
            <numerusform>%n Auftrag von ihm läuft: sein Ende abwarten oder ihn abbrechen.</numerusform>
            <numerusform>%n Aufträge von ihm laufen: ihr Ende abwarten oder sie abbrechen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cluster %1 is deleted from this workstation.</source>
        <translation>Der Cluster %1 ist auf diesem Arbeitsplatz gelöscht.</translation>
    </message>
    <message>
        <source>Delete cluster …</source>
        <translation>Cluster löschen …</translation>
    </message>
</context>
<context>
    <name>shell::Lens</name>
    <message>
        <source>You are looking at %1. Return to now to act.</source>
        <translation>Sie sehen %1. Kehren Sie zum Jetzt zurück, um zu handeln.</translation>
    </message>
</context>
<context>
    <name>shell::MainWindow</name>
    <message>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>Break and mend the servers of the demonstration</source>
        <translation>Server der Vorführung kaputtmachen und heilen</translation>
    </message>
    <message>
        <source>Kill a server</source>
        <translation>Einen Server ausschalten</translation>
    </message>
    <message>
        <source>Boot a server</source>
        <translation>Einen Server einschalten</translation>
    </message>
    <message>
        <source>PROD %1</source>
        <translation>PROD %1</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Open, make, close and delete clusters</source>
        <translation>Cluster öffnen, anlegen, schließen und löschen</translation>
    </message>
</context>
<context>
    <name>shell::NavigationView</name>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>shell::Notice</name>
    <message>
        <source>What came back</source>
        <translation>Was zurückkam</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>shell::OpenCluster</name>
    <message>
        <source>My cluster</source>
        <translation>Mein Cluster</translation>
    </message>
    <message>
        <source>Production: unlock first</source>
        <translation>Produktion: erst entsperren</translation>
    </message>
    <message>
        <source>You may look only: on these servers your user is in the group chandelier-view, not in chandelier-admin</source>
        <translation>Sie dürfen nur ansehen: Ihr Benutzer ist auf diesen Servern in der Gruppe chandelier-view, nicht in chandelier-admin</translation>
    </message>
</context>
<context>
    <name>shell::OpenPast</name>
    <message>
        <source>%1 does not answer</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>%1 does not answer: %2</source>
        <translation>%1 antwortet nicht: %2</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 antwortet wieder</translation>
    </message>
    <message>
        <source>%1 was started on %2</source>
        <translation>%1 wurde auf %2 gestartet</translation>
    </message>
    <message>
        <source>%1 was stopped on %2</source>
        <translation>%1 wurde auf %2 angehalten</translation>
    </message>
    <message>
        <source>%1 moved from %2 to %3</source>
        <translation>%1 zog von %2 nach %3 um</translation>
    </message>
    <message>
        <source>LNet is up on %1</source>
        <translation>LNet läuft auf %1</translation>
    </message>
    <message>
        <source>LNet is not up on %1</source>
        <translation>LNet läuft nicht auf %1</translation>
    </message>
    <message>
        <source>%1 is available</source>
        <translation>%1 ist verfügbar</translation>
    </message>
    <message>
        <source>%1 is not available</source>
        <translation>%1 ist nicht verfügbar</translation>
    </message>
    <message>
        <source>No program followed this cluster until %1</source>
        <translation>Kein Programm hat diesen Cluster bis %1 verfolgt</translation>
    </message>
    <message>
        <source>ended: %1</source>
        <translation>beendet: %1</translation>
    </message>
</context>
<context>
    <name>shell::PaletteBox</name>
    <message>
        <source>Power</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Search or run a command   Ctrl+K</source>
        <translation>Suchen oder Befehl ausführen   Strg+K</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>File systems</source>
        <translation>Dateisysteme</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation>Dateisystem anlegen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>File system</source>
        <translation>Dateisystem</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Target</translation>
    </message>
    <message>
        <source>Volume %1</source>
        <translation>Volume %1</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Nothing has all of these words</source>
        <translation>Nichts enthält alle diese Wörter</translation>
    </message>
    <message>
        <source>Looking at what can be done …</source>
        <translation>Es wird ermittelt, was möglich ist …</translation>
    </message>
    <message>
        <source>Dashboard</source>
        <translation>Dashboard</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Top</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>Logs</translation>
    </message>
    <message>
        <source>High availability</source>
        <translation>Hochverfügbarkeit</translation>
    </message>
    <message>
        <source>Cluster of Pacemaker</source>
        <translation>Pacemaker-Cluster</translation>
    </message>
</context>
<context>
    <name>shell::StatusLight</name>
    <message>
        <source>All well</source>
        <translation>Alles gut</translation>
    </message>
    <message>
        <source>Nothing wants attention</source>
        <translation>Nichts braucht Aufmerksamkeit</translation>
    </message>
    <message numerus="yes">
        <source>%n things want attention</source>
        <translation>
            <numerusform>Eines braucht Aufmerksamkeit</numerusform>
            <numerusform>%n Dinge brauchen Aufmerksamkeit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more on the overview</source>
        <translation>
            <numerusform>%n weiteres in der Übersicht</numerusform>
            <numerusform>%n weitere in der Übersicht</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>shell::TableView</name>
    <message>
        <source>No row has all of these words.</source>
        <translation>Keine Zeile enthält alle diese Wörter.</translation>
    </message>
</context>
<context>
    <name>shell::TimeBar</name>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>To the change before (Left)</source>
        <translation>Zur Änderung davor (Links)</translation>
    </message>
    <message>
        <source>To the next change (Right)</source>
        <translation>Zur nächsten Änderung (Rechts)</translation>
    </message>
    <message>
        <source>Return to now (Escape)</source>
        <translation>Zum Jetzt zurück (Escape)</translation>
    </message>
    <message>
        <source>Tables, charts and alerts show what was known then. Nothing can be changed in the past.</source>
        <translation>Tabellen, Diagramme und Alarme zeigen, was damals bekannt war. In der Vergangenheit lässt sich nichts ändern.</translation>
    </message>
    <message>
        <source>No program followed this cluster from %1 to %2: tables show what was known at %1. Charts have what the agents kept meanwhile.</source>
        <translation>Von %1 bis %2 hat kein Programm diesen Cluster verfolgt: Tabellen zeigen, was um %1 bekannt war. Diagramme haben, was die Agents inzwischen behielten.</translation>
    </message>
    <message>
        <source>No program has followed this cluster since %1: tables show what was known then.</source>
        <translation>Seit %1 hat kein Programm diesen Cluster verfolgt: Tabellen zeigen, was damals bekannt war.</translation>
    </message>
    <message>
        <source>Past: you are looking at %1, %2 ago</source>
        <translation>Vergangenheit: Sie sehen %1, vor %2</translation>
    </message>
    <message>
        <source>Return to now</source>
        <translation>Zum Jetzt zurück</translation>
    </message>
</context>
<context>
    <name>shell::TimeScale</name>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
</context>
<context>
    <name>shell::TimeSlider</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Left and Right: the change before and after. Page Up and Page Down: ten minutes. Home: the oldest moment. End: now.</source>
        <translation>Links und Rechts: die Änderung davor und danach. Bild auf und Bild ab: zehn Minuten. Pos1: der älteste Moment. Ende: jetzt.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>The timeline begins when the first server has answered: nothing is kept yet.</source>
        <translation>Die Zeitleiste beginnt, wenn der erste Server geantwortet hat: Noch ist nichts aufgehoben.</translation>
    </message>
</context>
<context>
    <name>shell::TopBar</name>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>Zurück (Alt+Links)</translation>
    </message>
    <message>
        <source>Forward (Alt+Right)</source>
        <translation>Vor (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Show or fold the activity panel</source>
        <translation>Aktivitäten zeigen oder einklappen</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs</source>
        <translation>
            <numerusform>%n Auftrag</numerusform>
            <numerusform>%n Aufträge</numerusform>
        </translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivitäten</translation>
    </message>
    <message>
        <source>%1, a production cluster</source>
        <translation>%1, ein Produktionscluster</translation>
    </message>
</context>
<context>
    <name>wizards::AddServers</name>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Add servers</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Auslieferung</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looks only: nothing on a host is changed before you deliver to it.</source>
        <translation>Sieht nur nach: auf keinem Host wird etwas geändert, bevor Sie dorthin ausliefern.</translation>
    </message>
    <message>
        <source>Show the plan to set them up</source>
        <translation>Plan zum Einrichten zeigen</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>The hosts are being looked at.</source>
        <translation>Die Hosts werden angesehen.</translation>
    </message>
    <message>
        <source>No host is ready yet. What was mended is noticed within seconds.</source>
        <translation>Noch ist kein Host bereit. Was behoben ist, wird in Sekunden bemerkt.</translation>
    </message>
    <message numerus="yes">
        <source>You can go on with %n hosts that are ready; the others stay here until they are.</source>
        <translation>
            <numerusform>Sie können mit dem einen bereiten Host weitermachen; die anderen bleiben hier, bis sie es sind.</numerusform>
            <numerusform>Sie können mit %n bereiten Hosts weitermachen; die anderen bleiben hier, bis sie es sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>All are ready.</source>
        <translation>Alle sind bereit.</translation>
    </message>
    <message numerus="yes">
        <source>Deliver to %n more</source>
        <translation>
            <numerusform>An einen weiteren ausliefern</numerusform>
            <numerusform>An %n weitere ausliefern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deliver to %n hosts</source>
        <translation>
            <numerusform>An einen Host ausliefern</numerusform>
            <numerusform>An %n Hosts ausliefern</numerusform>
        </translation>
    </message>
    <message>
        <source>Deliver</source>
        <translation>Ausliefern</translation>
    </message>
    <message>
        <source>A host that fails has again what it had before. The others go on.</source>
        <translation>Ein Host, bei dem es misslingt, hat wieder, was er vorher hatte. Die anderen machen weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%n deliveries are under way. They are ended, and those hosts get back what they had before. What was added stays.</source>
        <translation>
            <numerusform>Eine Auslieferung läuft. Sie wird beendet, und der Host bekommt zurück, was er vorher hatte. Was hinzugefügt ist, bleibt.</numerusform>
            <numerusform>%n Auslieferungen laufen. Sie werden beendet, und diese Hosts bekommen zurück, was sie vorher hatten. Was hinzugefügt ist, bleibt.</numerusform>
        </translation>
    </message>
    <message>
        <source>The list of hosts is forgotten.</source>
        <translation>Die Liste der Hosts wird vergessen.</translation>
    </message>
    <message numerus="yes">
        <source>%n hosts are not added yet. The list, and what you accepted of them, except host keys, is forgotten.</source>
        <translation>
            <numerusform>Ein Host ist noch nicht hinzugefügt. Die Liste und was Sie angenommen haben, außer Host-Schlüsseln, wird vergessen.</numerusform>
            <numerusform>%n Hosts sind noch nicht hinzugefügt. Die Liste und was Sie angenommen haben, außer Host-Schlüsseln, wird vergessen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waiting for the first inventory of %n servers: the plan is made from it.</source>
        <translation>
            <numerusform>Wartet auf die erste Bestandsaufnahme von %n Server: Aus ihr entsteht der Plan.</numerusform>
            <numerusform>Wartet auf die erste Bestandsaufnahme von %n Servern: Aus ihr entsteht der Plan.</numerusform>
        </translation>
    </message>
    <message>
        <source>No server answers, so there is nothing to make a plan from. They are tried again by themselves.</source>
        <translation>Kein Server antwortet, also gibt es nichts, woraus ein Plan entstehen könnte. Es wird von selbst weiter versucht.</translation>
    </message>
    <message numerus="yes">
        <source>%n servers do not answer: on them, nothing is planned yet.</source>
        <translation>
            <numerusform>%n Server antwortet nicht: Auf ihm ist noch nichts geplant.</numerusform>
            <numerusform>%n Server antworten nicht: Auf ihnen ist noch nichts geplant.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::Bundle</name>
    <message>
        <source>Save diagnostics</source>
        <translation>Diagnose speichern</translation>
    </message>
</context>
<context>
    <name>wizards::CheckRow</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Override …</source>
        <translation>Übergehen …</translation>
    </message>
    <message>
        <source>Override</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>Why is this host to be added all the same?</source>
        <translation>Warum soll dieser Host trotzdem hinzugefügt werden?</translation>
    </message>
    <message>
        <source>Reason for overriding the check</source>
        <translation>Grund, die Prüfung zu übergehen</translation>
    </message>
    <message>
        <source>Copy the remedy</source>
        <translation>Abhilfe kopieren</translation>
    </message>
    <message>
        <source>Overridden: %1</source>
        <translation>Übergangen: %1</translation>
    </message>
</context>
<context>
    <name>wizards::CheckRows</name>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Weglassen</translation>
    </message>
    <message>
        <source>What was run</source>
        <translation>Was lief</translation>
    </message>
    <message>
        <source>Take this host off the list; nothing is changed on it</source>
        <translation>Diesen Host von der Liste nehmen; auf ihm wird nichts geändert</translation>
    </message>
    <message>
        <source>No host is chosen</source>
        <translation>Kein Host ist gewählt</translation>
    </message>
    <message>
        <source>Its agent, version %1, was there before.</source>
        <translation>Sein Agent, Version %1, war schon da.</translation>
    </message>
    <message>
        <source>Nobody has accepted its key yet: %1 %2</source>
        <translation>Noch hat niemand seinen Schlüssel angenommen: %1 %2</translation>
    </message>
</context>
<context>
    <name>wizards::CheckStep</name>
    <message>
        <source>Only what needs me</source>
        <translation>Nur was mich braucht</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>All hosts that are not ready; this happens every few seconds by itself too</source>
        <translation>Alle Hosts, die nicht bereit sind; alle paar Sekunden geschieht das auch von selbst</translation>
    </message>
    <message>
        <source>No host is left on the list. Go back to name some.</source>
        <translation>Kein Host ist mehr auf der Liste. Gehen Sie zurück, um welche zu nennen.</translation>
    </message>
    <message>
        <source>Nothing needs you now. The others are at work or ready.</source>
        <translation>Nichts braucht Sie gerade. Die anderen arbeiten oder sind bereit.</translation>
    </message>
</context>
<context>
    <name>wizards::Connection</name>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Looking up its name</source>
        <translation>Name wird aufgelöst</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Exchanging keys</source>
        <translation>Tauscht Schlüssel aus</translation>
    </message>
    <message>
        <source>Logging in</source>
        <translation>Meldet sich an</translation>
    </message>
    <message>
        <source>Greeting the agent</source>
        <translation>Begrüßt den Agenten</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>New host key</source>
        <translation>Neuer Host-Schlüssel</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Connection of %1</source>
        <translation>Verbindung von %1</translation>
    </message>
    <message>
        <source>as the name</source>
        <translation>wie der Name</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>This is its key</source>
        <translation>Das ist sein Schlüssel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation>Speichern und verbinden</translation>
    </message>
    <message>
        <source>Its agent %1 answers.</source>
        <translation>Sein Agent %1 antwortet.</translation>
    </message>
    <message>
        <source>You may look only: your user there is in the group chandelier-view, not in chandelier-admin.</source>
        <translation>Sie dürfen nur zusehen: Ihr Benutzer dort ist in der Gruppe chandelier-view, nicht in chandelier-admin.</translation>
    </message>
    <message>
        <source>asked when it is needed</source>
        <translation>wird gefragt, wenn nötig</translation>
    </message>
    <message>
        <source>of the jump host %1</source>
        <translation>des Sprunghosts %1</translation>
    </message>
</context>
<context>
    <name>wizards::Create</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Add targets to %1</source>
        <translation>Targets zu %1 hinzufügen</translation>
    </message>
    <message>
        <source>Create file system</source>
        <translation>Dateisystem anlegen</translation>
    </message>
    <message>
        <source>Do not create</source>
        <translation>Nicht anlegen</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Show plan</source>
        <translation>Plan zeigen</translation>
    </message>
</context>
<context>
    <name>wizards::DeliverStep</name>
    <message>
        <source>What shall they become?</source>
        <translation>Was sollen sie werden?</translation>
    </message>
    <message>
        <source>Delivered now</source>
        <translation>Wird jetzt ausgeliefert</translation>
    </message>
    <message>
        <source>Afterwards, as a plan that you see first</source>
        <translation>Danach, als Plan, den Sie erst sehen</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What happens, or what went wrong</source>
        <translation>Was geschieht oder was schiefging</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>Auslieferung</translation>
    </message>
    <message>
        <source>Retry the chosen</source>
        <translation>Gewählte wiederholen</translation>
    </message>
    <message>
        <source>Retry all that failed</source>
        <translation>Alle fehlgeschlagenen wiederholen</translation>
    </message>
    <message>
        <source>Nothing. These servers are watched only; taking them under management later is a plan too.</source>
        <translation>Nichts. Diese Server werden nur beobachtet; sie später zu verwalten ist auch ein Plan.</translation>
    </message>
    <message>
        <source>VERSION</source>
        <translation>VERSION</translation>
    </message>
    <message numerus="yes">
        <source>To %n hosts that are ready:</source>
        <translation>
            <numerusform>An den einen bereiten Host:</numerusform>
            <numerusform>An %n bereite Hosts:</numerusform>
        </translation>
    </message>
    <message>
        <source>The agent, one static file</source>
        <translation>Der Agent, eine statische Datei</translation>
    </message>
    <message>
        <source>Its systemd unit, enabled and started</source>
        <translation>Seine systemd-Unit, aktiviert und gestartet</translation>
    </message>
    <message>
        <source>Its journal and audit, its socket</source>
        <translation>Sein Journal und Audit, sein Socket</translation>
    </message>
    <message>
        <source>Two groups, for those who change and those who look</source>
        <translation>Zwei Gruppen, für die, die ändern, und die, die zusehen</translation>
    </message>
    <message numerus="yes">
        <source>%n of them have an agent already: it is used, or brought to this version with a way back.</source>
        <translation>
            <numerusform>Einer davon hat schon einen Agenten: er wird benutzt oder auf diese Version gebracht, mit einem Weg zurück.</numerusform>
            <numerusform>%n davon haben schon einen Agenten: er wird benutzt oder auf diese Version gebracht, mit einem Weg zurück.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing else is changed, and removing a server takes all of it away again.</source>
        <translation>Sonst wird nichts geändert, und das Entfernen eines Servers nimmt alles wieder weg.</translation>
    </message>
</context>
<context>
    <name>wizards::DoneStep</name>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Why not</source>
        <translation>Warum nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n servers added</source>
        <translation>
            <numerusform>Ein Server hinzugefügt</numerusform>
            <numerusform>%n Server hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n servers added, %1 not</source>
        <translation>
            <numerusform>Ein Server hinzugefügt, %1 nicht</numerusform>
            <numerusform>%n Server hinzugefügt, %1 nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>They are watched from now on. Nothing on them is changed.</source>
        <translation>Sie werden ab jetzt beobachtet. Auf ihnen wird nichts geändert.</translation>
    </message>
    <message>
        <source>They are connected now. What makes them ready for Lustre is a plan; nothing of it runs before you have seen it.</source>
        <translation>Sie sind jetzt verbunden. Was sie für Lustre bereit macht, ist ein Plan; nichts davon läuft, bevor Sie ihn gesehen haben.</translation>
    </message>
    <message>
        <source>Not added</source>
        <translation>Nicht hinzugefügt</translation>
    </message>
    <message>
        <source>Hosts that were not added, or do not answer</source>
        <translation>Hosts, die nicht hinzugefügt wurden oder nicht antworten</translation>
    </message>
    <message numerus="yes">
        <source>Each is asked what it is. %1 of %n have answered; still waited for: %2.</source>
        <translation>
            <numerusform>Er wird gefragt, was er ist. %1 von %n hat geantwortet; noch erwartet: %2.</numerusform>
            <numerusform>Jeder wird gefragt, was er ist. %1 von %n haben geantwortet; noch erwartet: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Added, lost</source>
        <translation>Hinzugefügt, verloren</translation>
    </message>
    <message>
        <source>Not added, or not answering</source>
        <translation>Nicht hinzugefügt, oder ohne Antwort</translation>
    </message>
    <message>
        <source>There is nothing to do: these servers are as this profile wants them already.</source>
        <translation>Es ist nichts zu tun: Diese Server sind schon so, wie dieses Profil sie haben will.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n have told what they are. The others are tried again by themselves; when they are back, the overview shows what is missing on them, and Repair sets them up.</source>
        <translation>
            <numerusform>%1 von %n hat gesagt, was er ist. Es wird von selbst weiter versucht; ist er wieder da, zeigt die Übersicht, was ihm fehlt, und Reparieren richtet ihn ein.</numerusform>
            <numerusform>%1 von %n haben gesagt, was sie sind. Bei den anderen wird es von selbst weiter versucht; sind sie wieder da, zeigt die Übersicht, was ihnen fehlt, und Reparieren richtet sie ein.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::HostsStep</name>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Jump host</source>
        <translation>Sprunghost</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Port %1</translation>
    </message>
    <message>
        <source>, port %1</source>
        <translation>, Port %1</translation>
    </message>
    <message>
        <source>Host names</source>
        <translation>Hostnamen</translation>
    </message>
    <message>
        <source>oss[01-20].lab, mds[1-2].lab
root@10.0.0.[1-4]:2222

One a line or separated by commas; a pasted column or file will do.</source>
        <translation>oss[01-20].lab, mds[1-2].lab
root@10.0.0.[1-4]:2222

Einer je Zeile oder mit Kommas getrennt; eine eingefügte Spalte oder Datei genügt.</translation>
    </message>
    <message>
        <source>The hosts that your list stands for are shown here, each by its name.</source>
        <translation>Hier stehen die Hosts, für die Ihre Liste steht, jeder mit seinem Namen.</translation>
    </message>
    <message>
        <source>Hosts of the list</source>
        <translation>Hosts der Liste</translation>
    </message>
    <message>
        <source>Import a file …</source>
        <translation>Datei einlesen …</translation>
    </message>
    <message>
        <source>Holds for all hosts of the list. Double-click one to give it a login of its own.</source>
        <translation>Gilt für alle Hosts der Liste. Ein Doppelklick gibt einem Host eine eigene Anmeldung.</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
    <message>
        <source>The list has a mistake: see the marked place.</source>
        <translation>Die Liste hat einen Fehler: siehe die markierte Stelle.</translation>
    </message>
    <message>
        <source>Added already</source>
        <translation>Schon hinzugefügt</translation>
    </message>
    <message>
        <source>Own login</source>
        <translation>Eigene Anmeldung</translation>
    </message>
    <message numerus="yes">
        <source>%n hosts</source>
        <translation>
            <numerusform>%n Host</numerusform>
            <numerusform>%n Hosts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts, %1 of them added already</source>
        <translation>
            <numerusform>%n Host, %1 davon schon hinzugefügt</numerusform>
            <numerusform>%n Hosts, %1 davon schon hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>Name the hosts.</source>
        <translation>Nennen Sie die Hosts.</translation>
    </message>
    <message>
        <source>All of these are added already.</source>
        <translation>Alle diese sind schon hinzugefügt.</translation>
    </message>
    <message>
        <source>Login of %1</source>
        <translation>Anmeldung von %1</translation>
    </message>
    <message>
        <source>the login for all</source>
        <translation>der Anmeldung für alle</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>As for all</source>
        <translation>Wie für alle</translation>
    </message>
    <message>
        <source>Use this login</source>
        <translation>Diese Anmeldung benutzen</translation>
    </message>
    <message>
        <source>%1 is larger than 1 MiB, which is no list of hosts.</source>
        <translation>%1 ist größer als 1 MiB, das ist keine Liste von Hosts.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>File with host names</source>
        <translation>Datei mit Hostnamen</translation>
    </message>
</context>
<context>
    <name>wizards::KeysPanel</name>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Where from</source>
        <translation>Woher</translation>
    </message>
    <message>
        <source>Accept the chosen</source>
        <translation>Gewählte annehmen</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>Alle annehmen</translation>
    </message>
    <message>
        <source>Host keys that nobody has accepted yet</source>
        <translation>Host-Schlüssel, die noch niemand angenommen hat</translation>
    </message>
    <message numerus="yes">
        <source>%n hosts are new here: are these their keys?</source>
        <translation>
            <numerusform>Ein Host ist neu hier: ist das sein Schlüssel?</numerusform>
            <numerusform>%n Hosts sind neu hier: sind das ihre Schlüssel?</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept it</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Accept all %1</source>
        <translation>Alle %1 annehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n hosts show another key than known_hosts has: %1. Somebody set them up anew, or somebody stands between. On the host&apos;s own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. If it says the new key, remove the old one here (ssh-keygen -R HOST) and check again. Until then nothing is sent there.</source>
        <translation>
            <numerusform>Ein Host zeigt einen anderen Schlüssel, als known_hosts hat: %1. Jemand hat ihn neu aufgesetzt, oder jemand steht dazwischen. An seiner eigenen Konsole: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. Sagt sie den neuen Schlüssel, entfernen Sie hier den alten (ssh-keygen -R HOST) und prüfen Sie noch einmal. Bis dahin wird nichts dorthin gesendet.</numerusform>
            <numerusform>%n Hosts zeigen andere Schlüssel, als known_hosts hat: %1. Jemand hat sie neu aufgesetzt, oder jemand steht dazwischen. An der eigenen Konsole des Hosts: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. Sagt sie den neuen Schlüssel, entfernen Sie hier den alten (ssh-keygen -R HOST) und prüfen Sie noch einmal. Bis dahin wird nichts dorthin gesendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare them with what the hosts&apos; consoles say: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub.</source>
        <translation>Vergleichen Sie sie mit dem, was die Konsolen der Hosts sagen: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub.</translation>
    </message>
    <message>
        <source>Accepted keys are written to %1.</source>
        <translation>Angenommene Schlüssel werden in %1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>wizards::LnetEditor</name>
    <message>
        <source>Show plan</source>
        <translation>Plan zeigen</translation>
    </message>
    <message>
        <source>LNet of %1</source>
        <translation>LNet von %1</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>Peers</source>
        <translation>Gegenstellen</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht benutzt</translation>
    </message>
    <message>
        <source>Networks of %1</source>
        <translation>Netze von %1</translation>
    </message>
    <message>
        <source>, %1 Gb/s</source>
        <translation>, %1 Gb/s</translation>
    </message>
    <message>
        <source>up</source>
        <translation>an</translation>
    </message>
    <message>
        <source>down</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>No interface is known: the server has not answered yet.</source>
        <translation>Keine Schnittstelle ist bekannt: der Server hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>Interfaces of the same network share its load (multi-rail). One in several networks: write them with commas.</source>
        <translation>Schnittstellen desselben Netzes teilen sich die Last (Multi-Rail). Eine in mehreren Netzen: mit Kommas schreiben.</translation>
    </message>
    <message>
        <source>Networks that this server reaches through a router, for example o2ib through 10.10.1.9@tcp.</source>
        <translation>Netze, die dieser Server durch einen Router erreicht, zum Beispiel o2ib durch 10.10.1.9@tcp.</translation>
    </message>
    <message>
        <source>Add route</source>
        <translation>Route hinzufügen</translation>
    </message>
    <message>
        <source>Network behind the router</source>
        <translation>Netz hinter dem Router</translation>
    </message>
    <message>
        <source>NID of the router</source>
        <translation>NID des Routers</translation>
    </message>
    <message>
        <source>hops</source>
        <translation>Sprünge</translation>
    </message>
    <message>
        <source>Number of routers on the way; may be left empty</source>
        <translation>Anzahl der Router auf dem Weg; darf leer bleiben</translation>
    </message>
    <message>
        <source>Remove this route</source>
        <translation>Diese Route entfernen</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>Gegenstelle</translation>
    </message>
    <message>
        <source>Multi-rail</source>
        <translation>Multi-Rail</translation>
    </message>
    <message>
        <source>Its NIDs</source>
        <translation>Ihre NIDs</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
    <message>
        <source>Not known here.</source>
        <translation>Hier nicht bekannt.</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>It has no peers: nothing has spoken LNet with it since it was started.</source>
        <translation>Er hat keine Gegenstellen: seit dem Start hat niemand LNet mit ihm gesprochen.</translation>
    </message>
    <message numerus="yes">
        <source>%n peers, as the server has them now</source>
        <translation>
            <numerusform>Eine Gegenstelle, wie der Server sie jetzt hat</numerusform>
            <numerusform>%n Gegenstellen, wie der Server sie jetzt hat</numerusform>
        </translation>
    </message>
    <message>
        <source>LNet needs at least one network.</source>
        <translation>LNet braucht mindestens ein Netz.</translation>
    </message>
</context>
<context>
    <name>wizards::LoginForm</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Any way that works</source>
        <translation>Jeder Weg, der geht</translation>
    </message>
    <message>
        <source>Keys of the ssh-agent</source>
        <translation>Schlüssel des ssh-agent</translation>
    </message>
    <message>
        <source>Key file</source>
        <translation>Schlüsseldatei</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Login by</source>
        <translation>Anmelden mit</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Privater Schlüssel</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Certificate of the key</source>
        <translation>Zertifikat des Schlüssels</translation>
    </message>
    <message>
        <source>Jump host</source>
        <translation>Sprunghost</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>user@host:port; several, separated by commas, the nearest first; &quot;none&quot; for none at all</source>
        <translation>benutzer@host:port; mehrere mit Kommas, der nächste zuerst; „none“ für gar keinen</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>none, or asked when it is needed</source>
        <translation>keine, oder wird gefragt</translation>
    </message>
    <message>
        <source>asked when it is needed</source>
        <translation>wird gefragt, wenn nötig</translation>
    </message>
    <message>
        <source>Kept in memory only while this window is open</source>
        <translation>Nur im Speicher, solange dieses Fenster offen ist</translation>
    </message>
    <message>
        <source>%1, from %2</source>
        <translation>%1, aus %2</translation>
    </message>
    <message>
        <source>as ~/.ssh/config says, else root</source>
        <translation>wie ~/.ssh/config sagt, sonst root</translation>
    </message>
    <message>
        <source>your ssh-agent and ~/.ssh decide</source>
        <translation>ssh-agent und ~/.ssh entscheiden</translation>
    </message>
    <message>
        <source>the one beside the key, if there is one</source>
        <translation>das neben dem Schlüssel, falls es eines gibt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
</context>
<context>
    <name>wizards::NameStep</name>
    <message>
        <source>Together with the first MDT</source>
        <translation>Zusammen mit dem ersten MDT</translation>
    </message>
    <message>
        <source>On a volume of its own</source>
        <translation>Auf einem eigenen Volume</translation>
    </message>
    <message>
        <source>An MGS that runs already</source>
        <translation>Ein MGS, der schon läuft</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Existing MGS</source>
        <translation>Vorhandener MGS</translation>
    </message>
    <message>
        <source>Where its MGS is</source>
        <translation>Wo sein MGS ist</translation>
    </message>
    <message>
        <source>One volume less. The MGS moves and stops with MDT0000.</source>
        <translation>Ein Volume weniger. Der MGS wandert und endet mit MDT0000.</translation>
    </message>
    <message>
        <source>The MGS can serve several file systems and be restarted alone. A small volume is enough.</source>
        <translation>Der MGS kann mehreren Dateisystemen dienen und allein neu gestartet werden. Ein kleines Volume genügt.</translation>
    </message>
    <message>
        <source>This file system joins the others of that MGS.</source>
        <translation>Dieses Dateisystem kommt zu den anderen dieses MGS.</translation>
    </message>
    <message>
        <source>Name and MGS</source>
        <translation>Name und MGS</translation>
    </message>
    <message>
        <source>1 to 8 letters, digits, - or _. It becomes part of every target&apos;s label and cannot be changed.</source>
        <translation>1 bis 8 Buchstaben, Ziffern, - oder _. Er wird Teil jedes Target-Labels und kann nicht geändert werden.</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>No MGS was found on these servers</source>
        <translation>Auf diesen Servern wurde kein MGS gefunden</translation>
    </message>
</context>
<context>
    <name>wizards::OptionStep</name>
    <message>
        <source>Target</source>
        <translation>Target</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Changed options</source>
        <translation>Geänderte Optionen</translation>
    </message>
    <message>
        <source>Inode size</source>
        <translation>Inode-Größe</translation>
    </message>
    <message>
        <source>bytes; default by mkfs.lustre</source>
        <translation>Bytes; Vorgabe von mkfs.lustre</translation>
    </message>
    <message>
        <source>Bytes per inode</source>
        <translation>Bytes je Inode</translation>
    </message>
    <message>
        <source>default by mkfs.lustre</source>
        <translation>Vorgabe von mkfs.lustre</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>MiB; default by the device&apos;s size</source>
        <translation>MiB; Vorgabe nach der Gerätegröße</translation>
    </message>
    <message>
        <source>mkfs options</source>
        <translation>mkfs-Optionen</translation>
    </message>
    <message>
        <source>Mount options</source>
        <translation>Einhängeoptionen</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>OST %1</source>
        <translation>OST %1</translation>
    </message>
    <message>
        <source>MDT %1</source>
        <translation>MDT %1</translation>
    </message>
    <message>
        <source>inode size %1</source>
        <translation>Inode-Größe %1</translation>
    </message>
    <message>
        <source>%1 bytes per inode</source>
        <translation>%1 Bytes je Inode</translation>
    </message>
    <message>
        <source>journal %1 MiB</source>
        <translation>Journal %1 MiB</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>name=value, with spaces between</source>
        <translation>Name=Wert, mit Leerzeichen dazwischen</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Choose targets at the left to change their options.</source>
        <translation>Wählen Sie links Targets, um ihre Optionen zu ändern.</translation>
    </message>
    <message numerus="yes">
        <source>For the %n chosen targets. What is left empty is decided by mkfs.lustre.</source>
        <translation>
            <numerusform>Für das gewählte Target. Was leer bleibt, entscheidet mkfs.lustre.</numerusform>
            <numerusform>Für die %n gewählten Targets. Was leer bleibt, entscheidet mkfs.lustre.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::Profiles</name>
    <message>
        <source>Repositories: %1</source>
        <translation>Paketquellen: %1</translation>
    </message>
    <message>
        <source>Packages, by distribution: %1</source>
        <translation>Pakete, je nach Distribution: %1</translation>
    </message>
    <message>
        <source>A reboot where another kernel has to run</source>
        <translation>Ein Neustart, wo ein anderer Kernel laufen muss</translation>
    </message>
    <message>
        <source>Time: the host&apos;s own service, %1</source>
        <translation>Zeit: der eigene Dienst des Hosts, %1</translation>
    </message>
    <message>
        <source>with its own servers</source>
        <translation>mit seinen eigenen Servern</translation>
    </message>
    <message>
        <source>Firewall, where there is one: lets in %1</source>
        <translation>Firewall, wo es eine gibt: lässt %1 herein</translation>
    </message>
    <message>
        <source>LNet: configured and started</source>
        <translation>LNet: konfiguriert und gestartet</translation>
    </message>
</context>
<context>
    <name>wizards::Removing</name>
    <message>
        <source>Remove the agent and everything of it, then forget the server</source>
        <translation>Den Agenten mit allem entfernen, dann den Server vergessen</translation>
    </message>
    <message>
        <source>Only forget it, because it is dead or out of reach</source>
        <translation>Nur vergessen, weil er tot oder nicht erreichbar ist</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %n servers</source>
        <translation>
            <numerusform>%n Server entfernen</numerusform>
            <numerusform>%n Server entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Its service is stopped; program, unit, groups, journal and socket are deleted. Lustre, its targets and what plans have set up stay as they are.</source>
        <translation>Sein Dienst wird angehalten; Programm, Unit, Gruppen, Journal und Socket werden gelöscht. Lustre, seine Targets und was Pläne eingerichtet haben, bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Why it is removed by force; kept with your name</source>
        <translation>Warum er erzwungen entfernt wird; wird mit Ihrem Namen aufbewahrt</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Type the name, %1</source>
        <translation>Namen eintippen: %1</translation>
    </message>
    <message>
        <source>Type the number of servers, %1</source>
        <translation>Anzahl der Server eintippen: %1</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Remove …</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>The agent cannot be removed from here.</source>
        <translation>Der Agent kann von hier nicht entfernt werden.</translation>
    </message>
    <message>
        <source>On the server: systemctl disable --now chandelier-agent; then forget it here.</source>
        <translation>Auf dem Server: systemctl disable --now chandelier-agent; dann hier vergessen.</translation>
    </message>
    <message>
        <source>Servers where it went well are forgotten; the others stay in the profile with the reason.</source>
        <translation>Server, bei denen es gelang, werden vergessen; die anderen bleiben mit dem Grund im Profil.</translation>
    </message>
    <message numerus="yes">
        <source>Remove from %n servers</source>
        <translation>
            <numerusform>Von %n Server entfernen</numerusform>
            <numerusform>Von %n Servern entfernen</numerusform>
        </translation>
    </message>
    <message>
        <source>Only forget it, in spite of that</source>
        <translation>Trotzdem nur vergessen</translation>
    </message>
    <message>
        <source>There stays what was configured: %1.</source>
        <translation>Es bleibt, was konfiguriert wurde: %1.</translation>
    </message>
</context>
<context>
    <name>wizards::Renaming</name>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Rename or readdress %1</source>
        <translation>%1 umbenennen oder neue Adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name or address for SSH</source>
        <translation>Name oder Adresse für SSH</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>The name is what this program calls the server; its host name and its NIDs stay as they are. When its NIDs have changed too, the file systems&apos; pages offer to rewrite them.</source>
        <translation>So nennt dieses Programm den Server; sein Hostname und seine NIDs bleiben, wie sie sind. Haben sich auch die NIDs geändert, bieten die Seiten der Dateisysteme an, sie neu zu schreiben.</translation>
    </message>
</context>
<context>
    <name>wizards::RowWords</name>
    <message>
        <source>Not fit</source>
        <translation>Nicht geeignet</translation>
    </message>
    <message>
        <source>Ready, overridden</source>
        <translation>Bereit, übergangen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>New host key</source>
        <translation>Neuer Host-Schlüssel</translation>
    </message>
    <message>
        <source>Wants a password</source>
        <translation>Will ein Passwort</translation>
    </message>
    <message>
        <source>Wants sudo&apos;s password</source>
        <translation>Will das Passwort für sudo</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Host key changed</source>
        <translation>Host-Schlüssel geändert</translation>
    </message>
    <message>
        <source>No login</source>
        <translation>Keine Anmeldung</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>Sieht nach</translation>
    </message>
    <message>
        <source>Uploading</source>
        <translation>Lädt hoch</translation>
    </message>
    <message>
        <source>Installing</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Overridden</source>
        <translation>Übergangen</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Should be known</source>
        <translation>Sollte man wissen</translation>
    </message>
    <message>
        <source>Must be mended</source>
        <translation>Muss behoben werden</translation>
    </message>
    <message>
        <source>Cannot be overridden</source>
        <translation>Kann nicht übergangen werden</translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n hinzugefügt</numerusform>
            <numerusform>%n hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n unterwegs</numerusform>
            <numerusform>%n unterwegs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ready</source>
        <translation>
            <numerusform>%n bereit</numerusform>
            <numerusform>%n bereit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being looked at</source>
        <translation>
            <numerusform>%n wird angesehen</numerusform>
            <numerusform>%n werden angesehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for you</source>
        <translation>
            <numerusform>%n wartet auf Sie</numerusform>
            <numerusform>%n warten auf Sie</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not fit</source>
        <translation>
            <numerusform>%n nicht geeignet</numerusform>
            <numerusform>%n nicht geeignet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts</source>
        <translation>
            <numerusform>%n Host</numerusform>
            <numerusform>%n Hosts</numerusform>
        </translation>
    </message>
    <message>
        <source>Its key %1 has to be accepted</source>
        <translation>Sein Schlüssel %1 muss angenommen werden</translation>
    </message>
</context>
<context>
    <name>wizards::SecretPanel</name>
    <message>
        <source>Use for all</source>
        <translation>Für alle benutzen</translation>
    </message>
    <message>
        <source>Password or passphrase</source>
        <translation>Passwort oder Passphrase</translation>
    </message>
    <message>
        <source>Password for sudo</source>
        <translation>Passwort für sudo</translation>
    </message>
    <message numerus="yes">
        <source>%n hosts want a password, or your key its passphrase</source>
        <translation>
            <numerusform>Ein Host will ein Passwort, oder Ihr Schlüssel seine Passphrase</numerusform>
            <numerusform>%n Hosts wollen ein Passwort, oder Ihr Schlüssel seine Passphrase</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hosts want a password for sudo</source>
        <translation>
            <numerusform>Ein Host will ein Passwort für sudo</numerusform>
            <numerusform>%n Hosts wollen ein Passwort für sudo</numerusform>
        </translation>
    </message>
    <message>
        <source>asked once, kept in memory only</source>
        <translation>einmal gefragt, nur im Speicher</translation>
    </message>
    <message>
        <source>Password or passphrase for the jump host</source>
        <translation>Passwort oder Passphrase für den Sprunghost</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message numerus="yes">
        <source>The jump host %1 of %n hosts wants a password, or your key its passphrase</source>
        <translation>
            <numerusform>Der Sprunghost %1 von %n Host will ein Passwort, oder Ihr Schlüssel seine Passphrase</numerusform>
            <numerusform>Der Sprunghost %1 von %n Hosts will ein Passwort, oder Ihr Schlüssel seine Passphrase</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>wizards::SummaryStep</name>
    <message>
        <source>Nothing is done yet. Next you see the plan with every command line, and decide there.</source>
        <translation>Noch ist nichts getan. Als Nächstes sehen Sie den Plan mit jeder Befehlszeile und entscheiden dort.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>destroys %1</source>
        <translation>zerstört %1</translation>
    </message>
    <message>
        <source>File system</source>
        <translation>Dateisystem</translation>
    </message>
    <message>
        <source>%1 MDTs, %2 OSTs</source>
        <translation>%1 MDTs, %2 OSTs</translation>
    </message>
    <message>
        <source>Space of the OSTs</source>
        <translation>Platz der OSTs</translation>
    </message>
    <message>
        <source>Odd, but possible</source>
        <translation>Ungewöhnlich, aber möglich</translation>
    </message>
</context>
<context>
    <name>wizards::TileWall</name>
    <message>
        <source>Hosts</source>
        <translation>Hosts</translation>
    </message>
</context>
<context>
    <name>wizards::UpkeepDialog</name>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Welle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Password for sudo</source>
        <translation>Passwort für sudo</translation>
    </message>
    <message>
        <source>Use for all</source>
        <translation>Für alle benutzen</translation>
    </message>
    <message>
        <source>Password for sudo, asked once, kept in memory only</source>
        <translation>Passwort für sudo, einmal gefragt, nur im Speicher</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Nothing new is begun. What is under way comes to its end, or is taken back.</source>
        <translation>Nichts Neues wird begonnen. Was läuft, kommt zu seinem Ende oder wird zurückgenommen.</translation>
    </message>
</context>
<context>
    <name>wizards::VolumeStep</name>
    <message>
        <source>Use as</source>
        <translation>Nutzen als</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Primary</source>
        <translation>Primär</translation>
    </message>
    <message>
        <source>Failover</source>
        <translation>Ersatz</translation>
    </message>
    <message>
        <source>What is on it</source>
        <translation>Was darauf ist</translation>
    </message>
    <message>
        <source>No volume is free. Those that cannot be used, and why, are on the page Volumes.</source>
        <translation>Kein Volume ist frei. Welche nicht nutzbar sind und warum, steht auf der Seite Volumes.</translation>
    </message>
    <message>
        <source>Do not use</source>
        <translation>Nicht nutzen</translation>
    </message>
    <message>
        <source>Use as %1</source>
        <translation>Als %1 nutzen</translation>
    </message>
    <message>
        <source>Volumes</source>
        <translation>Volumes</translation>
    </message>
    <message>
        <source>%1 MDTs, %2 OSTs chosen</source>
        <translation>%1 MDTs, %2 OSTs gewählt</translation>
    </message>
    <message>
        <source>Destroy what is on %1: %2</source>
        <translation>Zerstören, was auf %1 ist: %2</translation>
    </message>
</context>
<context>
    <name>shell::Notifier</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation><numerusform>und %n weiterer</numerusform><numerusform>und %n weitere</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n new alerts</source>
        <translation><numerusform>%1: %n neuer Alarm</numerusform><numerusform>%1: %n neue Alarme</numerusform></translation>
    </message>
</context>
<context>
    <name>shell::BusMessages</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>pages::TouchBox</name>
    <message>
        <source>What this touches</source>
        <translation>Was das betrifft</translation>
    </message>
    <message>
        <source>Nothing measures this cluster, so jobs, dirty and granted bytes are not known, nor how long recovery took before.</source>
        <translation>Niemand misst diesen Cluster; Jobs, ungeschriebene und zugesagte Bytes sind daher nicht bekannt, auch nicht, wie lange Recovery früher dauerte.</translation>
    </message>
    <message>
        <source>There are no figures of the last minutes: %1</source>
        <translation>Von den letzten Minuten gibt es keine Zahlen: %1</translation>
    </message>
    <message>
        <source>Of some targets there are no figures of the last minutes.</source>
        <translation>Von manchen Targets gibt es keine Zahlen der letzten Minuten.</translation>
    </message>
</context>
<context>
    <name>pages::RecoveryBar</name>
    <message>
        <source>Recovering; there are no figures of it yet.</source>
        <translation>Recovery läuft; noch gibt es keine Zahlen davon.</translation>
    </message>
    <message>
        <source>Recovering: %1 of %2 clients connected</source>
        <translation>Recovery: %1 von %2 Clients verbunden</translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation>%1 fertig</translation>
    </message>
    <message>
        <source>%1 evicted</source>
        <translation>%1 ausgeschlossen</translation>
    </message>
    <message>
        <source>at most %1 left</source>
        <translation>noch höchstens %1</translation>
    </message>
</context>
<context>
    <name>pages::ClusterPage</name>
    <message>
        <source>Failovers</source>
        <translation>Failover</translation>
    </message>
    <message>
        <source>Last failover</source>
        <translation>Letzter Failover</translation>
    </message>
    <message>
        <source>%1, of %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Nobody has said which nodes there are.</source>
        <translation>Niemand hat gesagt, welche Knoten es gibt.</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>Ressourcen</translation>
    </message>
    <message>
        <source>Pacemaker runs nothing, or has not said anything yet.</source>
        <translation>Pacemaker betreibt nichts oder hat noch nichts gesagt.</translation>
    </message>
    <message>
        <source>Fencing</source>
        <translation>Fencing</translation>
    </message>
    <message>
        <source>No node of this cluster has been fenced, as far back as Pacemaker remembers.</source>
        <translation>Kein Knoten dieses Clusters wurde abgeschaltet, soweit Pacemaker sich erinnert.</translation>
    </message>
    <message>
        <source>Change …</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Fencing, policies and targets of this cluster</source>
        <translation>Fencing, Regeln und Targets dieses Clusters</translation>
    </message>
    <message>
        <source>Readiness</source>
        <translation>Bereitschaft</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Parts of the page</source>
        <translation>Teile der Seite</translation>
    </message>
    <message>
        <source>proven, last %1</source>
        <translation>bewiesen, zuletzt %1</translation>
    </message>
    <message>
        <source>not proven</source>
        <translation>nicht bewiesen</translation>
    </message>
    <message>
        <source>Quorum</source>
        <translation>Quorum</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Decides (DC)</source>
        <translation>Entscheidet (DC)</translation>
    </message>
    <message>
        <source>Set up by</source>
        <translation>Eingerichtet von</translation>
    </message>
    <message>
        <source>others: its configuration is left alone</source>
        <translation>anderen: seine Konfiguration bleibt unberührt</translation>
    </message>
    <message>
        <source>this program</source>
        <translation>diesem Programm</translation>
    </message>
    <message>
        <source>Pacemaker</source>
        <translation>Pacemaker</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>As told by</source>
        <translation>Nach Auskunft von</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1 um %2</translation>
    </message>
</context>
<context>
    <name>pages::HaOverview</name>
    <message>
        <source>High availability</source>
        <translation>Hochverfügbarkeit</translation>
    </message>
    <message>
        <source>No cluster yet</source>
        <translation>Noch kein Cluster</translation>
    </message>
    <message>
        <source>When a server dies, its targets stay down until somebody mounts them elsewhere. Servers that see the same disks can be joined by Corosync and Pacemaker: then the partner makes sure that the dead one is off, and mounts its targets within seconds. Clusters that others have set up are found by themselves.</source>
        <translation>Stirbt ein Server, bleiben seine Targets aus, bis jemand sie anderswo einhängt. Server, die dieselben Platten sehen, können mit Corosync und Pacemaker verbunden werden: dann vergewissert sich der Partner, dass der tote aus ist, und hängt seine Targets in Sekunden ein. Cluster, die andere eingerichtet haben, werden von selbst gefunden.</translation>
    </message>
    <message>
        <source>Set up high availability</source>
        <translation>Hochverfügbarkeit einrichten</translation>
    </message>
    <message>
        <source>Set up …</source>
        <translation>Einrichten …</translation>
    </message>
    <message>
        <source>Clusters that can be made</source>
        <translation>Mögliche Cluster</translation>
    </message>
    <message>
        <source>Servers that share disks and are in no cluster. Choose one and set it up; you see everything before anything is changed.</source>
        <translation>Server, die Platten teilen und in keinem Cluster sind. Wählen Sie eine Zeile und richten Sie sie ein; Sie sehen alles, bevor etwas geändert wird.</translation>
    </message>
</context>
<context>
    <name>pages::TablePanel</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Copy as table</source>
        <translation>Als Tabelle kopieren</translation>
    </message>
</context>
<context>
    <name>pages::ReadinessPanel</name>
    <message>
        <source>Readiness</source>
        <translation>Bereitschaft</translation>
    </message>
    <message>
        <source>None of the targets is under Pacemaker here.</source>
        <translation>Keines der Targets ist hier unter Pacemaker.</translation>
    </message>
    <message>
        <source>Only what is not ready</source>
        <translation>Nur was nicht bereit ist</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Choose a row to see each thing that was looked at.</source>
        <translation>Wählen Sie eine Zeile, um jede Prüfung zu sehen.</translation>
    </message>
    <message>
        <source>The cluster itself</source>
        <translation>Der Cluster selbst</translation>
    </message>
</context>
<context>
    <name>pages::ConfigurationPanel</name>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Made by others; it is shown and left alone</source>
        <translation>Von anderen gemacht; es wird gezeigt und bleibt unberührt</translation>
    </message>
    <message>
        <source>Cluster options</source>
        <translation>Optionen des Clusters</translation>
    </message>
    <message>
        <source>Defaults of resources</source>
        <translation>Vorgaben der Ressourcen</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>Pacemaker's configuration has not been read: only the node that decides (DC) gives it</source>
        <translation>Pacemakers Konfiguration wurde nicht gelesen: nur der Knoten, der entscheidet (DC), gibt sie</translation>
    </message>
</context>
<context>
    <name>wizards::HaSetup</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Change the cluster %1</source>
        <translation>Den Cluster %1 ändern</translation>
    </message>
    <message>
        <source>Set up high availability</source>
        <translation>Hochverfügbarkeit einrichten</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Show plan</source>
        <translation>Plan zeigen</translation>
    </message>
</context>
<context>
    <name>wizards::HaServerStep</name>
    <message>
        <source>Name of the cluster</source>
        <translation>Name des Clusters</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Proposed by shared disks</source>
        <translation>Vorschläge nach gemeinsamen Platten</translation>
    </message>
    <message>
        <source>No servers that share disks are without a cluster.</source>
        <translation>Keine Server mit gemeinsamen Platten sind ohne Cluster.</translation>
    </message>
    <message>
        <source>Letters, digits, dots, - and _. Two clusters on one network need different names.</source>
        <translation>Buchstaben, Ziffern, Punkte, - und _. Zwei Cluster in einem Netz brauchen verschiedene Namen.</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen; a cluster has 2 to 16.</source>
        <translation>
            <numerusform>%n gewählt; ein Cluster hat 2 bis 16.</numerusform>
            <numerusform>%n gewählt; ein Cluster hat 2 bis 16.</numerusform>
        </translation>
    </message>
    <message>
        <source>in the cluster %1 already</source>
        <translation>schon im Cluster %1</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>is gone</source>
        <translation>ist fort</translation>
    </message>
</context>
<context>
    <name>wizards::HaRingStep</name>
    <message>
        <source>Reaches the others</source>
        <translation>Erreicht die anderen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Erneut fragen</translation>
    </message>
    <message>
        <source>Each server has just been asked to reach the others over both rings; nothing is configured for that.</source>
        <translation>Jeder Server wurde eben gebeten, die anderen über beide Ringe zu erreichen; dafür wird nichts konfiguriert.</translation>
    </message>
    <message>
        <source>Lets each server send two packets to the others over each ring</source>
        <translation>Lässt jeden Server den anderen über jeden Ring zwei Pakete schicken</translation>
    </message>
    <message>
        <source>asking …</source>
        <translation>wird gefragt …</translation>
    </message>
    <message>
        <source>not known: its agent is too old</source>
        <translation>nicht bekannt: sein Agent ist zu alt</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>not %1</source>
        <translation>%1 nicht</translation>
    </message>
    <message>
        <source>No answer from %1.</source>
        <translation>Keine Antwort von %1.</translation>
    </message>
    <message>
        <source>yes, in %1</source>
        <translation>ja, in %1</translation>
    </message>
    <message>
        <source>%1 does not reach %2 (%3).</source>
        <translation>%1 erreicht %2 nicht (%3).</translation>
    </message>
    <message>
        <source>Ring 0</source>
        <translation>Ring 0</translation>
    </message>
    <message>
        <source>Ring 1</source>
        <translation>Ring 1</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>The servers tell each other over these networks that they live. Only networks that all of them have an address in are offered; nothing is guessed and no interface is changed.</source>
        <translation>Über diese Netze sagen die Server einander, dass sie leben. Angeboten werden nur Netze, in denen alle eine Adresse haben; nichts wird geraten und keine Schnittstelle geändert.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Rings</source>
        <translation>Ringe</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>Ring %1: %2</source>
        <translation>Ring %1: %2</translation>
    </message>
    <message>
        <source>There is no network that all of these servers have an address in</source>
        <translation>Es gibt kein Netz, in dem alle diese Server eine Adresse haben</translation>
    </message>
    <message>
        <source>Give them one, or leave out the server that has none.</source>
        <translation>Geben Sie ihnen eines, oder lassen Sie den Server weg, der keines hat.</translation>
    </message>
</context>
<context>
    <name>wizards::HaFenceStep</name>
    <message>
        <source>Another device</source>
        <translation>Weiteres Gerät</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>A second device of this server: another level that is tried when the first fails, or on the same level a second power supply that must go off as well.</source>
        <translation>Ein zweites Gerät dieses Servers: eine weitere Stufe, die versucht wird, wenn die erste scheitert, oder auf derselben Stufe ein zweites Netzteil, das ebenfalls aus sein muss.</translation>
    </message>
    <message>
        <source> and %1</source>
        <translation> und %1</translation>
    </message>
    <message>
        <source>; then %1</source>
        <translation>; dann %1</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>%1, level %2</source>
        <translation>%1, Stufe %2</translation>
    </message>
    <message>
        <source>Before targets of a dead server are mounted elsewhere, it must be switched off for certain. No fence agent is installed on all of these servers yet: the plan installs them, and these are the common ones.</source>
        <translation>Bevor Targets eines toten Servers anderswo eingehängt werden, muss er sicher ausgeschaltet sein. Noch ist auf diesen Servern kein gemeinsamer Fencing-Agent installiert: Der Plan installiert sie, und dies sind die üblichen.</translation>
    </message>
    <message>
        <source>The plan installs %1 on %2; it can ask the device after that</source>
        <translation>Der Plan installiert %1 auf %2; danach kann er das Gerät fragen</translation>
    </message>
    <message>
        <source>Type its password first: %1 asks the device with it</source>
        <translation>Geben Sie zuerst sein Passwort ein: %1 fragt das Gerät damit</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Fence device</source>
        <translation>Fencing-Gerät</translation>
    </message>
    <message>
        <source>Ask the device now</source>
        <translation>Gerät jetzt fragen</translation>
    </message>
    <message>
        <source>The same for the others</source>
        <translation>Dasselbe für die anderen</translation>
    </message>
    <message>
        <source>Fence agent</source>
        <translation>Fencing-Agent</translation>
    </message>
    <message>
        <source>Fence devices</source>
        <translation>Fencing-Geräte</translation>
    </message>
    <message>
        <source>Gives this agent with its user, password and options to the servers without a device; their addresses and outlets stay to be filled in.</source>
        <translation>Gibt diesen Agenten mit Benutzer, Passwort und Optionen den Servern ohne Gerät; ihre Adressen und Steckdosen bleiben auszufüllen.</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Fencing</source>
        <translation>Fencing</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>none is installed on all of them</source>
        <translation>auf allen ist keiner installiert</translation>
    </message>
    <message>
        <source>no device</source>
        <translation>kein Gerät</translation>
    </message>
    <message>
        <source>No fence agent is installed on all of these servers: install the package with the fence agents (fence-agents-…) on each. Without fencing a server that hangs may still write while its targets are mounted elsewhere; Pacemaker then rather starts nothing.</source>
        <translation>Auf all diesen Servern ist kein Fencing-Agent installiert: installieren Sie auf jedem das Paket mit den Agenten (fence-agents-…). Ohne Fencing schreibt ein Server, der hängt, vielleicht noch, während seine Targets anderswo eingehängt sind; Pacemaker startet dann lieber nichts.</translation>
    </message>
    <message>
        <source>Before targets of a dead server are mounted elsewhere, it must be switched off for certain. Its BMC or its outlet does that. The partner asks the device, so it must be reachable from there.</source>
        <translation>Bevor Targets eines toten Servers anderswo eingehängt werden, muss er sicher abgeschaltet sein. Das tut sein BMC oder seine Steckdose. Der Partner fragt das Gerät, also muss es von dort erreichbar sein.</translation>
    </message>
    <message>
        <source>Asks for the state of the outlet; nothing is switched.</source>
        <translation>Fragt nach dem Zustand der Steckdose; nichts wird geschaltet.</translation>
    </message>
    <message>
        <source>There is no device</source>
        <translation>Es gibt kein Gerät</translation>
    </message>
    <message>
        <source>%1 asks the device …</source>
        <translation>%1 fragt das Gerät …</translation>
    </message>
    <message>
        <source>The device answers to %1: %2</source>
        <translation>Das Gerät antwortet %1: %2</translation>
    </message>
    <message>
        <source>That it also switches the right server off is proven only by the fence test, on the server's page afterwards.</source>
        <translation>Dass es auch den richtigen Server abschaltet, beweist erst die Fencing-Probe, danach auf der Seite des Servers.</translation>
    </message>
    <message>
        <source>The plan brings the password to the servers; %1 can ask the device after that</source>
        <translation>Der Plan bringt das Passwort auf die Server; danach kann %1 das Gerät fragen</translation>
    </message>
</context>
<context>
    <name>wizards::HaFenceForm</name>
    <message>
        <source>Name of the device</source>
        <translation>Name des Geräts</translation>
    </message>
    <message>
        <source>What people call it: BMC, PDU A</source>
        <translation>Wie man es nennt: BMC, PDU A</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Level 1 is tried first, the next one when it fails. Devices of one level must all switch the server off: two power supplies.</source>
        <translation>Stufe 1 wird zuerst versucht, die nächste, wenn sie scheitert. Geräte einer Stufe müssen den Server alle ausschalten: zwei Netzteile.</translation>
    </message>
    <message>
        <source>This server has no fence device: when it dies, its targets stay down until a person has made sure that it is off.</source>
        <translation>Dieser Server hat kein Fencing-Gerät: stirbt er, bleiben seine Targets aus, bis ein Mensch sich vergewissert hat, dass er aus ist.</translation>
    </message>
    <message>
        <source>Asking the server what %1 needs …</source>
        <translation>Frage den Server, was %1 braucht …</translation>
    </message>
    <message>
        <source>Show all options of the agent</source>
        <translation>Alle Optionen des Agenten zeigen</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>default (%1)</source>
        <translation>Vorgabe (%1)</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>nötig</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>on the server already</source>
        <translation>schon auf dem Server</translation>
    </message>
    <message>
        <source>Written to %1 on each member, for root only, and never into Pacemaker's configuration, a plan or a log.</source>
        <translation>Steht auf jedem Mitglied in %1, nur für root, und nie in Pacemakers Konfiguration, einem Plan oder Protokoll.</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Wait before fencing</source>
        <translation>Warten vor dem Abschalten</translation>
    </message>
    <message>
        <source>When two servers lose sight of each other, the one whose fencing waits survives. Give it to the one whose targets matter more.</source>
        <translation>Verlieren zwei Server einander aus den Augen, überlebt der, dessen Abschalten wartet. Geben Sie es dem, dessen Targets wichtiger sind.</translation>
    </message>
</context>
<context>
    <name>wizards::HaPolicyStep</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Corosync&apos;s messages</source>
        <translation>Nachrichten von Corosync</translation>
    </message>
    <message>
        <source>Encrypted and signed with a key that only the members have: who is in the network can neither read them nor join. none is for networks that nobody else reaches.</source>
        <translation>Verschlüsselt und unterschrieben mit einem Schlüssel, den nur die Mitglieder haben: Wer im Netz ist, kann sie weder lesen noch beitreten. Keine ist für Netze, die niemand sonst erreicht.</translation>
    </message>
    <message>
        <source>Quorum device</source>
        <translation>Quorum-Gerät</translation>
    </message>
    <message>
        <source>A host outside, with corosync-qnetd, that says which half goes on when a cluster of an even number is cut in two. Two servers with working fencing need none.</source>
        <translation>Ein Host außerhalb mit corosync-qnetd, der sagt, welche Hälfte weitermacht, wenn ein Cluster gerader Größe zerschnitten wird. Zwei Server mit funktionierendem Fencing brauchen keines.</translation>
    </message>
    <message>
        <source>It decides by</source>
        <translation>Es entscheidet nach</translation>
    </message>
    <message>
        <source>ffsplit: exactly one half goes on. lms: a single server that is left may go on.</source>
        <translation>ffsplit: Genau eine Hälfte macht weiter. lms: Ein einzelner übriger Server darf weitermachen.</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>von selbst</translation>
    </message>
    <message>
        <source>by rule</source>
        <translation>nach Regel</translation>
    </message>
    <message>
        <source>Failback</source>
        <translation>Rückkehr</translation>
    </message>
    <message>
        <source>A target that moves interrupts its clients once more. When its server is back, you move it home at a time that suits them: Fail back on its page, or Move targets home on the server's.</source>
        <translation>Ein Target, das umzieht, unterbricht seine Clients noch einmal. Ist sein Server zurück, holen Sie es heim, wann es ihnen passt: auf seiner Seite oder für alle auf der des Servers.</translation>
    </message>
    <message>
        <source>Failures until it moves</source>
        <translation>Fehler bis zum Umzug</translation>
    </message>
    <message>
        <source>A target that fails so often on a server is started on its partner. Three leaves room for a hiccup of the storage.</source>
        <translation>Ein Target, das auf einem Server so oft ausfällt, wird beim Partner gestartet. Drei lassen Raum für einen Schluckauf des Speichers.</translation>
    </message>
    <message>
        <source>Failures are forgotten after</source>
        <translation>Fehler werden vergessen nach</translation>
    </message>
    <message>
        <source>A disk path that comes back needs minutes, not seconds. After 20 minutes of quiet the server may have the target again; nothing moves for that alone.</source>
        <translation>Ein Plattenpfad, der wiederkommt, braucht Minuten, nicht Sekunden. Nach 20 ruhigen Minuten darf der Server das Target wieder haben; nur deshalb zieht nichts um.</translation>
    </message>
    <message>
        <source>Without quorum</source>
        <translation>Ohne Quorum</translation>
    </message>
    <message>
        <source>stop: who is in the minority stops its targets, so that the majority can have them. That is what keeps a target from being mounted twice.</source>
        <translation>stop: wer in der Minderheit ist, stoppt seine Targets, damit die Mehrheit sie haben kann. Das bewahrt ein Target davor, zweimal eingehängt zu werden.</translation>
    </message>
    <message>
        <source>Token time</source>
        <translation>Token-Zeit</translation>
    </message>
    <message>
        <source>After so long without a sign a server counts as dead. Busy servers miss shorter times and would be fenced for it; by rule it is %1 ms for this cluster.</source>
        <translation>Nach so langer Stille gilt ein Server als tot. Beschäftigte Server verpassen kürzere Zeiten und würden dafür abgeschaltet; nach Regel sind es %1 ms für diesen Cluster.</translation>
    </message>
    <message>
        <source>A server on which Lustre says that it is not healthy gives its targets to a well one.</source>
        <translation>Ein Server, auf dem Lustre sich krank meldet, gibt seine Targets an einen gesunden.</translation>
    </message>
    <message>
        <source>Watch LNet on</source>
        <translation>LNet beobachten an</translation>
    </message>
    <message>
        <source>A server whose LNet is dead serves nobody, though it lives: its targets go to one that is reached.</source>
        <translation>Ein Server, dessen LNet tot ist, dient niemandem, obwohl er lebt: seine Targets gehen zu einem, der erreicht wird.</translation>
    </message>
    <message>
        <source>by reaching one of</source>
        <translation>erreicht wird einer von</translation>
    </message>
    <message>
        <source>NIDs outside this cluster, such as routers or other servers. Two or more: one that is down for maintenance must not look like a dead network.</source>
        <translation>NIDs außerhalb dieses Clusters, etwa Router oder andere Server. Zwei oder mehr: einer in Wartung darf nicht wie ein totes Netz aussehen.</translation>
    </message>
    <message>
        <source>Policies</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>nicht beobachtet</translation>
    </message>
    <message>
        <source>%1   carries LNet</source>
        <translation>%1   trägt LNet</translation>
    </message>
    <message>
        <source>Watch it</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Lustre's own health check</source>
        <translation>Lustres Gesundheitsprüfung</translation>
    </message>
</context>
<context>
    <name>wizards::HaTargetStep</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Targets</translation>
    </message>
    <message>
        <source>These are handed over as they are: what is mounted stays mounted. From then on Pacemaker starts, stops and moves them, also when you press the buttons here. The others stay with this program.</source>
        <translation>Diese werden übergeben, wie sie sind: was eingehängt ist, bleibt eingehängt. Von da an startet, stoppt und bewegt Pacemaker sie, auch wenn Sie hier die Knöpfe drücken. Die anderen bleiben bei diesem Programm.</translation>
    </message>
    <message>
        <source>No target has only these servers; the cluster can be made all the same.</source>
        <translation>Kein Target hat nur diese Server; der Cluster kann trotzdem gemacht werden.</translation>
    </message>
    <message>
        <source>%1 of %2 targets are handed over.</source>
        <translation>%1 von %2 Targets werden übergeben.</translation>
    </message>
</context>
<context>
    <name>wizards::HaSummaryStep</name>
    <message>
        <source>Pacemaker</source>
        <translation>Pacemaker</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>Was geschrieben wird</translation>
    </message>
    <message>
        <source>Nothing is done yet. Next you see the plan with every command line, and decide there.</source>
        <translation>Noch ist nichts getan. Als Nächstes sehen Sie den Plan mit jeder Befehlszeile und entscheiden dort.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>Fencing</source>
        <translation>Fencing</translation>
    </message>
    <message>
        <source>each has a device</source>
        <translation>jeder hat ein Gerät</translation>
    </message>
    <message>
        <source>none for %1</source>
        <translation>keines für %1</translation>
    </message>
    <message>
        <source>Targets handed over</source>
        <translation>Übergebene Targets</translation>
    </message>
    <message numerus="yes">
        <source>%n things to know before</source>
        <translation>
            <numerusform>%n Sache vorher zu wissen</numerusform>
            <numerusform>%n Dinge vorher zu wissen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>pages::PowerPage</name>
    <message>
        <source>Power</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>No fence device yet</source>
        <translation>Noch kein Fencing-Gerät</translation>
    </message>
    <message>
        <source>The BMC or the outlets of each server are listed here, with whether it is on, and can be switched. They are the fence devices of the clusters: set up high availability and give each server one.</source>
        <translation>Hier stehen das BMC oder die Steckdosen jedes Servers, mit ihrem Zustand, und lassen sich schalten. Es sind die Fencing-Geräte der Cluster: Richten Sie Hochverfügbarkeit ein und geben Sie jedem Server eines.</translation>
    </message>
    <message>
        <source>nobody answers</source>
        <translation>niemand antwortet</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>answered %1</source>
        <translation>antwortete %1</translation>
    </message>
    <message numerus="yes">
        <source>%n devices do not answer: who depends on them is not fenced, and its targets stay down when it dies</source>
        <translation>
            <numerusform>%n Gerät antwortet nicht: Wer von ihm abhängt, wird nicht ausgeschaltet, und seine Targets bleiben weg, wenn er ausfällt</numerusform>
            <numerusform>%n Geräte antworten nicht: Wer von ihnen abhängt, wird nicht ausgeschaltet, und seine Targets bleiben weg, wenn er ausfällt</numerusform>
        </translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Power-cycle</source>
        <translation>Aus- und einschalten</translation>
    </message>
    <message>
        <source>One server at a time</source>
        <translation>Immer nur einen Server</translation>
    </message>
    <message>
        <source>It is off</source>
        <translation>Er ist aus</translation>
    </message>
    <message>
        <source>It is on</source>
        <translation>Er ist ein</translation>
    </message>
</context>
<context>
    <name>pages::StoryPanel</name>
    <message>
        <source>Failovers</source>
        <translation>Failover</translation>
    </message>
    <message>
        <source>No server of this cluster has gone away, as far back as this workstation remembers.</source>
        <translation>Kein Server dieses Clusters ist ausgefallen, so weit dieser Rechner zurückdenkt.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Choose a failover to read it.</source>
        <translation>Wählen Sie einen Failover, um ihn zu lesen.</translation>
    </message>
    <message>
        <source>Recovery of the targets</source>
        <translation>Recovery der Targets</translation>
    </message>
    <message>
        <source>Parts of the story</source>
        <translation>Teile der Geschichte</translation>
    </message>
    <message>
        <source>No target had to recover.</source>
        <translation>Kein Target brauchte Recovery.</translation>
    </message>
    <message>
        <source>Copies the story as text, for a ticket or a mail</source>
        <translation>Kopiert die Geschichte als Text, für ein Ticket oder eine Mail</translation>
    </message>
</context>
<context>
    <name>wizards::StepDialog</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Verlassen</translation>
    </message>
    <message>
        <source>Show plan</source>
        <translation>Plan zeigen</translation>
    </message>
</context>
</TS>
