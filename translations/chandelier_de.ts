<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
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
</context>
<context>
    <name>models::Words</name>
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
        <source>%1 is not connected</source>
        <translation>%1 ist nicht verbunden</translation>
    </message>
    <message>
        <source>Look at the connection</source>
        <translation>Verbindung ansehen</translation>
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
        <source>The hosts that carry MGS, MDTs and OSTs are listed here, with their state, LNet and targets. Add the first one by its SSH address.</source>
        <translation>Hier stehen die Hosts, die MGS, MDTs und OSTs tragen, mit Zustand, LNet und Targets. Fügen Sie den ersten mit seiner SSH-Adresse hinzu.</translation>
    </message>
    <message>
        <source>Add server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>%1 of %2 up</source>
        <translation>%1 von %2 in Betrieb</translation>
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
        <source>Reach them by SSH with your own keys. Adding a server looks only: nothing is changed before you have seen its plan and run it.</source>
        <translation>Erreichbar über SSH mit Ihren eigenen Schlüsseln. Beim Hinzufügen wird nur nachgesehen: Nichts ändert sich, bevor Sie den Plan gesehen und ausgeführt haben.</translation>
    </message>
    <message>
        <source>Chandelier</source>
        <translation>Chandelier</translation>
    </message>
    <message>
        <source>Create, run and repair Lustre file systems</source>
        <translation>Lustre-Dateisysteme anlegen, betreiben und reparieren</translation>
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
    <name>shell::Desk</name>
    <message>
        <source>Nothing to do: everything is so already.</source>
        <translation>Nichts zu tun: Es ist schon alles so.</translation>
    </message>
</context>
<context>
    <name>shell::Launcher</name>
    <message>
        <source>Opening …</source>
        <translation>Wird geöffnet …</translation>
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
</context>
<context>
    <name>shell::PaletteBox</name>
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
</context>
<context>
    <name>wizards::AddServer</name>
    <message>
        <source>as the name</source>
        <translation>wie der Name</translation>
    </message>
    <message>
        <source>as ~/.ssh/config says, else root</source>
        <translation>wie in ~/.ssh/config, sonst root</translation>
    </message>
    <message>
        <source>your ssh-agent and ~/.ssh decide</source>
        <translation>Ihr ssh-agent und ~/.ssh entscheiden</translation>
    </message>
    <message>
        <source>none, or as ~/.ssh/config says</source>
        <translation>keiner, oder wie in ~/.ssh/config</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>This is its key</source>
        <translation>Das ist sein Schlüssel</translation>
    </message>
    <message>
        <source>Try with this</source>
        <translation>Damit versuchen</translation>
    </message>
    <message>
        <source>Add another</source>
        <translation>Noch einen hinzufügen</translation>
    </message>
    <message>
        <source>Add server</source>
        <translation>Server hinzufügen</translation>
    </message>
    <message>
        <source>Connection of %1</source>
        <translation>Verbindung von %1</translation>
    </message>
    <message>
        <source>Password or key passphrase</source>
        <translation>Passwort oder Passphrase des Schlüssels</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Identity file</source>
        <translation>Schlüsseldatei</translation>
    </message>
    <message>
        <source>Jump host</source>
        <translation>Sprunghost</translation>
    </message>
    <message>
        <source>Save and connect</source>
        <translation>Speichern und verbinden</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>%1 answers. Its inventory is being read.</source>
        <translation>%1 antwortet. Sein Inventar wird gelesen.</translation>
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
</TS>
