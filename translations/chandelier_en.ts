<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
    <name>wizards::OptionStep</name>
    <message numerus="yes">
        <source>For the %n chosen targets. What is left empty is decided by mkfs.lustre.</source>
        <translation>
            <numerusform>For the chosen target. What is left empty is decided by mkfs.lustre.</numerusform>
            <numerusform>For the %n chosen targets. What is left empty is decided by mkfs.lustre.</numerusform>
        </translation>
    </message>
</context>
</TS>
