// SPDX-License-Identifier: GPL-3.0-or-later
// What can be managed, in which states, and how it gets from one to the next. Read this file first; machines.md beside it is
// made from it. How to read a hold: while I am in one of these states, that must be so; before it ceases to be so, I go to the
// last-named state. How to read a need: it must be so when the move begins, and may cease afterwards.
#pragma once
#include "core/machine/vocabulary.h"

namespace machine {
using enum State;
using enum Where;
using K = Kind;
using V = protocol::Verb;
// clang-format off
inline constexpr Machine machines[] = {
 {.kind = K::Server, .name = "server", .states = {Discovered, Managed, Removed},
  .holds = {
   // while I am in …          … this must hold …                                          else I go to
   {{Managed},                 {MyServer, K::Lnet, {Up, Down, Unloaded}},                  Discovered},
   {{Managed},                 {MyServer, K::Software, {Ready}},                           Discovered},
   {{Managed},                 {MyServer, K::TimeSync, {Synchronized}},                    Discovered},
   {{Managed},                 {MyServer, K::Firewall, {Open}},                            Discovered},
   {{Managed},                 {MyServer, K::Services, {Running}},                         Discovered}},
  .moves = {
   // from        to            what the user reads     steps, in order                    risk
   {Discovered,   Managed,      "Set up server",        {},                                Risk::Safe,
      {{MyServer, K::Lnet, {Up}}}},
   {Managed,      Discovered,   "",                     {}},
   {Managed,      Removed,      "Remove server",        {V::ReposUnconfigure},             Risk::StopsService},
   {Discovered,   Removed,      "Remove server",        {V::ReposUnconfigure},             Risk::Safe}}},

 {.kind = K::Lnet, .name = "lnet", .states = {Unconfigured, Unloaded, Down, Up},
  .holds = {
   {{Unloaded, Down, Up},      {MyServer, K::Server, {Discovered, Managed}},               Unconfigured},
   {{Up},                      {MyServer, K::Software, {Ready}},                           Down}},
  .moves = {
   {Unconfigured, Unloaded,     "Configure LNet",       {V::LnetConfigure}},
   {Unloaded,     Down,         "Load LNet",            {V::LnetLoad},                     Risk::Safe,
      {{MyServer, K::Software, {Ready}}}},
   {Down,         Up,           "Start LNet",           {V::LnetStart}},
   {Up,           Down,         "Stop LNet",            {V::LnetStop},                     Risk::StopsService},
   {Down,         Unloaded,     "Unload LNet",          {V::LnetUnload},                   Risk::StopsService},
   {Unloaded,     Unconfigured, "Unconfigure LNet",     {V::LnetUnconfigure}}}},

 // Formatting waits for LNet on every server of the target, not because mkfs.lustre needs it, but because what cannot be taken
 // back comes after all that can fail, and because the NIDs that it writes are then the real ones.
 // A separate MGS registers with nobody, so it is never Formatted.
 {.kind = K::Target, .name = "target", .states = {Unformatted, Formatted, Unmounted, Mounted, Removed},
  .holds = {
   {{Mounted},                 {ActiveServer, K::Lnet, {Up}},                              Unmounted},
   {{Mounted},                 {ActiveServer, K::Pacemaker, {Running}, When::ByPacemaker}, Unmounted}},
  .moves = {
   {Unformatted,  Formatted,    "Format target",        {V::TargetFormat},                 Risk::Safe,
      {{EveryServer, K::Lnet, {Up}}}, When::InFilesystem},
   {Unformatted,  Unmounted,    "Format target",        {V::TargetFormat},                 Risk::Safe,
      {{EveryServer, K::Lnet, {Up}}}, When::SeparateMgs},
   {Formatted,    Unmounted,    "Register target",      {V::TargetRegister},               Risk::Safe,
      {{ActiveServer, K::Lnet, {Up}}, {StartedBefore, K::Target, {Mounted}}}},
   {Unmounted,    Mounted,      "Start target",         {V::TargetMount},                  Risk::Safe,
      {{MyMgs, K::Target, {Mounted}}, {StartedBefore, K::Target, {Mounted}, When::WriteconfPending}}, When::ByManager},
   {Unmounted,    Mounted,      "Start target",         {V::ResourceStart},                Risk::Safe,
      {{MyMgs, K::Target, {Mounted}}, {StartedBefore, K::Target, {Mounted}, When::WriteconfPending}}, When::ByPacemaker},
   {Mounted,      Unmounted,    "Stop target",          {V::TargetUnmount},                Risk::StopsService, {}, When::ByManager},
   {Mounted,      Unmounted,    "Stop target",          {V::ResourceStop},                 Risk::StopsService, {}, When::ByPacemaker},
   {Unmounted,    Removed,      "Remove target",        {V::TargetForget},                 Risk::LosesData},
   {Formatted,    Removed,      "Remove target",        {V::TargetForget},                 Risk::LosesData}}},

 // A file system is what its targets are: the unnamed moves follow from theirs. MyTargets includes the MGS when no other file
 // system uses it; an MGS that is shared is MyMgs, which stays when the file system is stopped or removed.
 {.kind = K::Filesystem, .name = "filesystem", .states = {Absent, Incomplete, Stopped, Unavailable, Available, Removed},
  .holds = {
   {{Available},               {MyMgs, K::Target, {Mounted}},                              Unavailable},
   {{Available},               {MyTargets, K::Target, {Mounted}},                          Unavailable},
   {{Stopped},                 {MyTargets, K::Target, {Unmounted, Formatted, Unformatted, Removed}}, Unavailable},
   {{Removed},                 {MyTargets, K::Target, {Removed}},                          Stopped}},
  .moves = {
   {Absent,       Available,    "Start file system",    {}},
   {Stopped,      Available,    "Start file system",    {}},
   {Unavailable,  Available,    "Start file system",    {}},
   {Available,    Stopped,      "Stop file system",     {},                                Risk::StopsService},
   {Unavailable,  Stopped,      "Stop file system",     {},                                Risk::StopsService},
   {Stopped,      Removed,      "Remove file system",   {V::MgsEraseConfig},               Risk::LosesData,
      {{MyMgs, K::Target, {Mounted}}}},
   {Available,    Unavailable,  "",                     {}},
   {Stopped,      Unavailable,  "",                     {}},
   {Stopped,      Incomplete,   "",                     {}},
   {Incomplete,   Stopped,      "",                     {}},
   {Removed,      Stopped,      "",                     {}}}},

 {.kind = K::ClientMount, .name = "client mount", .states = {Unmounted, Mounted, Removed},
  .holds = {
   {{Mounted},                 {MyServer, K::Lnet, {Up}},                                  Unmounted},
   {{Mounted},                 {MyFilesystem, K::Filesystem, {Available, Unavailable}},    Unmounted}},
  .moves = {
   {Unmounted,    Mounted,      "Mount",                {V::ClientMount},                  Risk::Safe,
      {{MyFilesystem, K::Filesystem, {Available}}}},
   {Mounted,      Unmounted,    "Unmount",              {V::ClientUnmount},                Risk::StopsService},
   {Unmounted,    Removed,      "Forget mount",         {}}}},

 // Software, time, firewall and services of a server are there only where its profile wants something of them. Packages stay when a server
 // is removed or given back: its file systems may be used without us.
 {.kind = K::Software, .name = "software", .states = {Missing, Installed, Ready},
  .holds = {},
  .moves = {
   {Missing,      Installed,    "Install packages",     {V::ReposConfigure, V::PackagesInstall}, Risk::Safe, {}, When::OwnKernel},
   {Missing,      Ready,        "Install packages",     {V::ReposConfigure, V::PackagesInstall}, Risk::Safe, {}, When::AnyKernel},
   {Installed,    Ready,        "Reboot into the Lustre kernel", {V::HostReboot},          Risk::StopsService}}},

 {.kind = K::TimeSync, .name = "time", .states = {Unsynchronized, Synchronized},
  .holds = {
   {{Synchronized},            {MyServer, K::Server, {Discovered, Managed}},               Unsynchronized}},
  .moves = {
   {Unsynchronized, Synchronized, "Synchronize clock",  {V::TimeConfigure},                Risk::Safe,
      {{MyServer, K::Software, {Ready, Installed}}}},
   {Synchronized, Unsynchronized, "Take time settings back", {V::TimeUnconfigure}}}},

 {.kind = K::Firewall, .name = "firewall", .states = {Closed, Open},
  .holds = {
   {{Open},                    {MyServer, K::Server, {Discovered, Managed}},               Closed}},
  .moves = {
   {Closed,       Open,         "Open firewall",        {V::FirewallOpen}},
   {Open,         Closed,       "Close firewall",       {V::FirewallClose},                Risk::StopsService}}},

 // Of the services that the profile names only those are stopped and disabled that were not so before us.
 {.kind = K::Services, .name = "services", .states = {Idle, Running},
  .holds = {
   {{Running},                 {MyServer, K::Server, {Discovered, Managed}},               Idle}},
  .moves = {
   {Idle,         Running,      "Start services",       {V::ServicesEnable},               Risk::Safe,
      {{MyServer, K::Software, {Ready}}}},
   {Running,      Idle,         "Take services back",   {V::ServicesDisable},              Risk::StopsService}}},

 // High availability: there only on servers and for targets that a cluster names, or that are seen in one that others made, which
 // is operated and never configured. Distributions start a Corosync of one node when its package is installed, hence the stop
 // before it is configured.
 {.kind = K::Corosync, .name = "corosync", .states = {Unconfigured, Stopped, Running},
  .holds = {
   {{Stopped, Running},        {MyServer, K::Server, {Discovered, Managed}},               Unconfigured}},
  .moves = {
   {Unconfigured, Stopped,      "Configure Corosync",   {V::CorosyncStop, V::CorosyncKeygen, V::CorosyncConfigure}, Risk::Safe,
      {{MyServer, K::Software, {Ready, Installed}}, {MyServer, K::Firewall, {Open}}, {KeyHolder, K::Corosync, {Stopped, Running}}}},
   {Stopped,      Running,      "Start Corosync",       {V::CorosyncStart},                Risk::Safe,
      {{MyServer, K::Firewall, {Open}}}},
   {Running,      Stopped,      "Stop Corosync",        {V::CorosyncStop},                 Risk::StopsService},
   {Stopped,      Unconfigured, "Unconfigure Corosync", {V::CorosyncUnconfigure, V::FirewallClose}}}},

 {.kind = K::Pacemaker, .name = "pacemaker", .states = {Stopped, Running},
  .holds = {
   {{Running},                 {MyServer, K::Corosync, {Running}},                         Stopped}},
  .moves = {
   {Stopped,      Running,      "Start Pacemaker",      {V::PacemakerStart}},
   {Running,      Stopped,      "Stop Pacemaker",       {V::PacemakerStop},                Risk::StopsService}}},

 // Fencing comes before the cluster's own settings: those say that nothing starts without it.
 {.kind = K::HaCluster, .name = "cluster", .states = {Unconfigured, Configured},
  .holds = {},
  .moves = {
   {Unconfigured, Configured,   "Configure cluster",    {V::CibPatch},                     Risk::Safe,
      {{MyMembers, K::Pacemaker, {Running}}, {MyMembers, K::Fencing, {Ready}}}},
   {Configured,   Unconfigured, "Take cluster settings back", {V::CibPatch}}}},

 {.kind = K::Fencing, .name = "fencing", .states = {Unconfigured, Ready},
  .holds = {},
  .moves = {
   {Unconfigured, Ready,        "Configure fencing",    {V::FencingSecret, V::CibPatch},   Risk::Safe,
      {{MyMembers, K::Pacemaker, {Running}}}},
   {Ready,        Unconfigured, "Take fencing back",    {V::CibPatch, V::FencingSecret}}}},

 // A target is handed over, and taken back, mounted or not: what it is stays as it is.
 {.kind = K::HaResource, .name = "resource", .states = {Unconfigured, Ready},
  .holds = {
   {{Ready},                   {MyCluster, K::HaCluster, {Configured}},                    Unconfigured},
   {{Ready},                   {MyTarget, K::Target, {Unmounted, Mounted}},                Unconfigured}},
  .moves = {
   {Unconfigured, Ready,        "Hand over to Pacemaker", {V::CibPatch, V::ResourceManage}, Risk::Safe,
      {{MyMembers, K::Lnet, {Up}}, {MyMembers, K::Software, {Ready}}}},
   {Ready,        Unconfigured, "Take back from Pacemaker", {V::CibPatch, V::ResourceCleanup}}}},
};

// The order of Lustre's own manual. Starting: MGS, MDT0000, other MDTs, OSTs, clients. Stopping: clients, MDTs, OSTs, MGS; an
// MDT is a client of the OSTs, so stopping it first spares it a recovery, and everybody takes leave of the MGS.
inline constexpr Order orders[] = {
 {K::Target, Mounted,   StartedBefore, K::Target},
 {K::Target, Unmounted, StoppedBefore, K::Target},
 {K::Target, Unmounted, MyClients,     K::ClientMount},
};

inline constexpr Action actions[] = {
 // what                          of             what the user reads      offered in       steps                              risk
 {ActionId::Reboot,               K::Server,     "Reboot",                {Discovered, Managed}, {V::HostReboot},             Risk::StopsService},
 {ActionId::Shutdown,             K::Server,     "Shut down",             {Discovered, Managed}, {V::HostShutdown},           Risk::StopsService},
 {ActionId::FailOver,             K::Target,     "Fail over",             {Mounted, Unknown}, {V::TargetUnmount, V::TargetMount}, Risk::StopsService, "Fail back"},
 {ActionId::FailBack,             K::Target,     "Fail back",             {Mounted, Unknown}, {V::TargetUnmount, V::TargetMount}, Risk::StopsService, "Fail over"},
 {ActionId::RewriteConfiguration, K::Filesystem, "Rewrite configuration", {Stopped},        {V::TargetWriteconf},             Risk::StopsService},
 // A drain is made of fail-overs: its moves are those of the targets.
 {ActionId::Drain,                K::Server,     "Drain",                 {Discovered, Managed}, {V::TargetUnmount, V::TargetMount}, Risk::StopsService, "Move targets home"},
 {ActionId::MoveHome,             K::Server,     "Move targets home",     {Discovered, Managed}, {V::TargetUnmount, V::TargetMount}, Risk::StopsService, "Drain"},
 {ActionId::Manage,               K::Server,     "Take under management", {Discovered, Managed}, {},                            Risk::Safe, "Give back"},
 {ActionId::Release,              K::Server,     "Give back",             {Discovered, Managed}, {V::ReposUnconfigure},         Risk::Safe, "Take under management"},
 {ActionId::ManageFilesystem,     K::Filesystem, "Take under management", {Available, Unavailable, Stopped}, {},                Risk::Safe, "Give back"},
 {ActionId::ReleaseFilesystem,    K::Filesystem, "Give back",             {Available, Unavailable, Stopped, Incomplete}, {},    Risk::Safe, "Take under management"},
 {ActionId::RestartAgent,         K::Server,     "Restart agent",         {Discovered, Managed}, {V::AgentRestart},             Risk::Safe},
 // Of targets and servers under Pacemaker.
 {ActionId::FailOverResource,     K::Target,     "Fail over",             {Mounted, Unknown}, {V::ResourceMove},              Risk::StopsService, "Fail back"},
 {ActionId::FailBackResource,     K::Target,     "Fail back",             {Mounted, Unknown}, {V::ResourceMove},              Risk::StopsService, "Fail over"},
 {ActionId::Standby,              K::Pacemaker,  "Put into standby",      {Running},         {V::NodeStandby},                 Risk::StopsService, "Bring online"},
 {ActionId::Online,               K::Pacemaker,  "Bring online",          {Running},         {V::NodeStandby},                 Risk::Safe, "Put into standby"},
 {ActionId::MaintenanceOn,        K::HaCluster,  "Begin maintenance",     {Configured, Unconfigured}, {V::ClusterMaintenance},  Risk::Safe, "End maintenance"},
 {ActionId::MaintenanceOff,       K::HaCluster,  "End maintenance",       {Configured, Unconfigured}, {V::ClusterMaintenance},  Risk::Safe, "Begin maintenance"},
 {ActionId::CleanUp,              K::HaResource, "Clean up failures",     {Ready, Unconfigured}, {V::ResourceCleanup},         Risk::Safe},
 {ActionId::Unban,                K::HaResource, "Remove bans",           {Ready, Unconfigured}, {V::ResourceUnban},           Risk::Safe},
 {ActionId::FenceTest,            K::Fencing,    "Fence for a test",      {Ready},           {V::FenceNode},                   Risk::StopsService},
 {ActionId::Reconfigure,          K::Corosync,   "Rewrite corosync.conf", {Stopped, Running}, {V::CorosyncConfigure},           Risk::Safe},
};
// clang-format on
} // namespace machine
