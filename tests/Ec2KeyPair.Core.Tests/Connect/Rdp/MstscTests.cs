using System.Security;
using Ec2KeyPair.AwsEndpoint.Instances;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Connect.Rdp.Mstsc;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Peers;
using static Ec2KeyPair.Core.Tests.Connect.Rdp.RdpFixture;

namespace Ec2KeyPair.Core.Tests.Connect.Rdp;

/// <summary>What is done around mstsc, with Credential Manager and registry played and a script in mstsc's place.</summary>
public sealed class MstscTests : IDisposable
{
    private const string Target = "TERMSRV/127.0.0.1";
    private const string Key = "Software\\Microsoft\\Terminal Server Client\\Servers\\127.0.0.1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly PlayedWindows _windows = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task RunAsync_WhileItRuns_HasPinAndPasswordAndAfterwardsNeither()
    {
        var during = new List<string>();
        _windows.Saw = () => during.AddRange(_windows.State());
        await Client("cp \"$1\" \"$dir/file\"; exit 0").RunAsync(Launch(), default).WaitAsync(Patience);
        Assert.Equal(
            ["reserve", "pin", "write", "delete", "unpin", "release"],
            _windows.Steps.Where(step => !step.StartsWith("read", StringComparison.Ordinal)));
        Assert.Empty(_windows.State());
        Assert.Equal([$"{Key}\\CertHash={Certificate.Sha1}", $"{Target}=Administrator:{Password}"], during.Order(StringComparer.Ordinal));
        Assert.Equal(["web 1 (" + Id + ").rdp"], (await File.ReadAllLinesAsync(_folder.File("arguments"))).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.GetDirectoryName((await File.ReadAllLinesAsync(_folder.File("arguments")))[0])));
    }

    [SkippableFact]
    public async Task RunAsync_EntriesThatWereThere_ArePutBack()
    {
        _windows.Entries[Target] = ("me", "mine", "by hand");
        _windows.Values[Key + "\\CertHash"] = [1, 2, 3];
        await Client("exit 0").RunAsync(Launch(), default).WaitAsync(Patience);
        Assert.Equal(("me", "mine", "by hand"), _windows.Entries[Target]);
        Assert.Equal([1, 2, 3], _windows.Values[Key + "\\CertHash"]);
    }

    [SkippableFact]
    public async Task RunAsync_EntryOfARunThatDied_IsTakenAway()
    {
        _windows.Entries[Target] = ("Administrator", "left behind", "Ec2KeyPair temporary 0123");
        await Client("exit 0").RunAsync(Launch(), default).WaitAsync(Patience);
        Assert.Empty(_windows.Entries);
    }

    [SkippableFact]
    public async Task RunAsync_UserSavesAnotherMeanwhile_Stays()
    {
        _windows.Saw = () =>
        {
            _windows.Entries[Target] = ("me", "saved in the window", "");
            _windows.Values[Key + "\\CertHash"] = [9];
        };
        await Client("exit 0").RunAsync(Launch(), default).WaitAsync(Patience);
        Assert.Equal(("me", "saved in the window", ""), _windows.Entries[Target]);
        Assert.Equal([9], _windows.Values[Key + "\\CertHash"]);
    }

    [SkippableFact]
    public async Task RunAsync_SameHostTwice_IsBusyAndTouchesNothing()
    {
        _windows.Reserved.Add(Target);
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Client("exit 0").RunAsync(Launch(), default));
        Assert.Equal(ErrorCondition.RdpClientBusy, error.Condition);
        Assert.Equal(["reserve"], _windows.Steps);
    }

    [SkippableFact]
    public async Task RunAsync_CredentialManagerRefuses_LeavesNoPin()
    {
        _windows.Refuses = true;
        await Assert.ThrowsAsync<Ec2KeyPairException>(() => Client("exit 0").RunAsync(Launch(), default));
        Assert.Empty(_windows.State());
        Assert.Empty(_windows.Reserved);
    }

    [SkippableFact]
    public async Task RunAsync_NothingToStart_LeavesNothing()
    {
        var client = new MstscClient(_folder.File("not-there"), _windows, _windows);
        Assert.Equal(ErrorCondition.RdpClientNotFound, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => client.RunAsync(Launch(), default))).Condition);
        Assert.Empty(_windows.State());
    }

    [SkippableFact]
    public async Task RunAsync_Cancelled_EndsItAndLeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var running = Client("exec sleep 600").RunAsync(Launch(), stop.Token);
        while (!File.Exists(_folder.File("arguments"))) await Task.Delay(20);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running).WaitAsync(Patience);
        Assert.Empty(_windows.State());
    }

    [Theory]
    [InlineData("/f")]
    [InlineData("/w:1600")]
    [InlineData("/MULTIMON")]
    public void Check_Screen_IsTheUsersOwn(string argument) => MstscArguments.Check([argument]);

    [Theory]
    [InlineData("/v:evil")]
    [InlineData("/edit")]
    [InlineData("/prompt")]
    [InlineData("/public")]
    [InlineData("/remoteGuard")]
    [InlineData("/shadow:1")]
    [InlineData("other.rdp")]
    [InlineData("-f")]
    [InlineData("")]
    public void Check_AnythingElse_IsRefused(string argument) =>
        Assert.Equal(ErrorCondition.ParameterInvalid, Assert.Throws<Ec2KeyPairException>(() => MstscArguments.Check([argument])).Condition);

    [Fact]
    public void Of_PlainConnection_IsTheFileAndTheUsersOwn() => Assert.Equal(["C:\\x y\\web.rdp", "/f"], MstscArguments.Of(Launch() with { ClientArguments = ["/f"] }, "C:\\x y\\web.rdp"));

    [Fact]
    public void RdpLocalAddress_Instances_HaveTheirOwnOnTheLoopback()
    {
        var addresses = Enumerable.Range(0, 1000).Select(i => RdpLocalAddress.For($"i-{i:x17}")).ToList();
        Assert.All(addresses, address => Assert.True(System.Net.IPAddress.IsLoopback(address) && !address.Equals(System.Net.IPAddress.Loopback)));
        Assert.True(addresses.Distinct().Count() > 995);
        Assert.Equal(RdpLocalAddress.For(Id), RdpLocalAddress.For(Id));
    }

    private MstscClient Client(string end)
    {
        Skip.If(OperatingSystem.IsWindows(), "a script stands in for mstsc, and there is no sh");
        var path = _folder.File("mstsc-" + Guid.NewGuid().ToString("N"));
        ProgramFile.Write(path, $"#!/bin/sh\ndir=$(dirname \"$0\")\nprintf '%s\\n' \"$@\" > \"$dir/arguments\"\n{end}\n");
        return new MstscClient(path, _windows, _windows);
    }

    /// <summary>Credential Manager and registry, with what was done to them in order.</summary>
    private sealed class PlayedWindows : IWindowsCredentials, IUserRegistry
    {
        internal Dictionary<string, (string User, string Password, string Comment)> Entries { get; } = [];

        internal Dictionary<string, byte[]> Values { get; } = [];

        internal HashSet<string> Reserved { get; } = [];

        internal List<string> Steps { get; } = [];

        internal bool Refuses { get; set; }

        /// <summary>Runs when the password has just been written, as mstsc would see it.</summary>
        internal Action Saw { get; set; } = () => { };

        internal IEnumerable<string> State() => Entries.Select(entry => $"{entry.Key}={entry.Value.User}:{entry.Value.Password}")
            .Concat(Values.Select(value => $"{value.Key}={Convert.ToHexString(value.Value)}"));

        ISavedCredential? IWindowsCredentials.Read(string target)
        {
            Steps.Add("read entry");
            return Entries.TryGetValue(target, out var entry) ? new Saved(this, target, entry) : null;
        }

        public void WriteForSession(string target, string userName, SecureString password, string comment)
        {
            Steps.Add("write");
            if (Refuses) throw new Ec2KeyPairException(ErrorCondition.RdpConnectionFailed, "no");
            Entries[target] = (userName, new System.Net.NetworkCredential("", password).Password, comment);
            Saw();
        }

        void IWindowsCredentials.Delete(string target)
        {
            Steps.Add("delete");
            Entries.Remove(target);
        }

        public IDisposable? TryReserve(string target)
        {
            Steps.Add("reserve");
            return Reserved.Add(target) ? new Reservation(this, target) : null;
        }

        byte[]? IUserRegistry.Read(string key, string name)
        {
            Steps.Add("read value");
            return Values.GetValueOrDefault(key + "\\" + name);
        }

        void IUserRegistry.Write(string key, string name, byte[] value)
        {
            Steps.Add("pin");
            Values[key + "\\" + name] = value;
        }

        void IUserRegistry.Delete(string key, string name)
        {
            Steps.Add("unpin");
            Values.Remove(key + "\\" + name);
        }

        private sealed class Saved(PlayedWindows windows, string target, (string User, string Password, string Comment) entry) : ISavedCredential
        {
            public string Comment => entry.Comment;

            public void Restore() => windows.Entries[target] = entry;

            public void Dispose()
            {
            }
        }

        private sealed class Reservation(PlayedWindows windows, string target) : IDisposable
        {
            public void Dispose()
            {
                windows.Steps.Add("release");
                windows.Reserved.Remove(target);
            }
        }
    }
}
