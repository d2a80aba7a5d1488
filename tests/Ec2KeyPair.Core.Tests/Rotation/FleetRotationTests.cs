using System.Collections.Concurrent;
using Ec2KeyPair.Core.AuthorizedKeys;
using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Rotation;
using Ec2KeyPair.Core.Ssh.Login;
using Ec2KeyPair.Core.Tests.AuthorizedKeys;
using Ec2KeyPair.Core.Tests.Peers;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Tests.Rotation;

/// <summary>The machine over hosts that are no more than two flags each.</summary>
public sealed class FleetRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Hosts _hosts = new();
    private readonly RotationHeader _header;

    public FleetRotationTests() => _header = new RotationHeader(ScriptMachine.NewKey("new"), "new", Enumerable.Range(0, 20).Select(i => $"i-{i:d2}").ToList());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_CanaryFirst_ThenNoMoreThanAsManyAsWentWell()
    {
        var report = await RunAsync("8", "0");
        Assert.Equal((20, 20, 0, true), (report.Total, report.Done, report.Pending, report.IsComplete));
        Assert.All(_hosts.All.Values, host => Assert.Equal((false, true), (host.HasOld, host.HasNew)));
        Assert.Equal(1, _hosts.AtOnce[0]);
        Assert.Equal(8, _hosts.AtOnce.Max());
        // Again: nothing is left, and nobody is asked.
        _hosts.AtOnce.Clear();
        Assert.Equal(20, (await RunAsync("8", "0")).Done);
        Assert.Empty(_hosts.AtOnce);
    }

    [Fact]
    public async Task Run_CanaryFails_StopsAndLeavesTheOthersAlone()
    {
        _hosts["i-00"].RefusesNew = true;
        var report = await RunAsync("8", "0");
        Assert.Equal((1, 19, false), (report.RolledBack, report.Pending, report.IsComplete));
        Assert.All(_hosts.All.Values, host => Assert.Equal((true, false), (host.HasOld, host.HasNew)));
        Assert.Equal([ErrorCondition.KeyProofFailed, ErrorCondition.ErrorLimitReached], _hosts.Errors.Select(error => error.Condition));
        _hosts["i-00"].RefusesNew = false;
        Assert.True((await RunAsync("8", "0")).IsComplete);
    }

    [Fact]
    public async Task Run_EachFailsInItsOwnWay_TellsThemApart()
    {
        _hosts["i-01"].HasNew = true; // somebody's own: it stays, whatever happens
        _hosts["i-01"].RefusesNew = true;
        _hosts["i-02"].Failure = new Ec2KeyPairException(ErrorCondition.HostUnreachable, "away");
        _hosts["i-03"].State = "stopped";
        (_hosts["i-04"].HasOld, _hosts["i-04"].HasNew) = (false, true);
        _hosts["i-05"].KeepsOld = true;
        _hosts["i-06"].RefusesNew = true;
        _hosts["i-06"].KeepsNew = true;
        _hosts["i-07"].RefusesNew = true;
        var report = await RunAsync("4", "100%");
        Assert.Equal((13 + 1, 1, 1, 3, 1, 1, 0), (report.Done, report.AlreadyDone, report.RolledBack, report.Failed, report.Unreachable, report.Stopped, report.Pending));
        Assert.Equal(
            [RotationState.Failed, RotationState.Unreachable, RotationState.Stopped, RotationState.AlreadyDone, RotationState.Failed, RotationState.Failed, RotationState.RolledBack],
            Enumerable.Range(1, 7).Select(i => _hosts.Results[$"i-{i:d2}"].State));
        Assert.True(_hosts["i-01"].HasNew);
        Assert.All(_hosts.All.Values, host => Assert.True(host.HasOld || host.HasNew));
        Assert.All(_hosts.Results.Values, result => Assert.Equal(result.State is RotationState.ProvenGone or RotationState.AlreadyDone, result.Reason is null));
    }

    [Fact]
    public async Task Run_InstancesThatAreGone_AreToldAndBlockNothing()
    {
        (_hosts["i-00"].State, _hosts["i-03"].State, _hosts["i-04"].State) = ("terminated", "", "shutting-down");
        var report = await RunAsync("4", "0");
        Assert.Equal((17, 3, 0, 0, true), (report.Done, report.Gone, report.Failed, report.Pending, report.IsComplete));
        Assert.Empty(_hosts.Errors);
        Assert.All(new[] { "i-00", "i-03", "i-04" }, id => Assert.Equal(RotationState.Gone, _hosts.Results[id].State));

        // What was done stays done, and what is there again is begun with.
        (_hosts["i-05"].State, _hosts["i-03"].State, _hosts["i-04"].State) = ("", "running", "stopped");
        report = await RunAsync("4", "0");
        Assert.Equal((18, 1, 1, 0, false), (report.Done, report.Gone, report.Stopped, report.Pending, report.IsComplete));
    }

    /// <summary>Killed with the old key gone; then the proof fails for a while. The key of somebody else would let the script remove the new one.</summary>
    [Theory]
    [InlineData(RotationState.Proven)]
    [InlineData(RotationState.Removed)]
    [InlineData(RotationState.Unreachable)]
    public async Task Run_ProofFailsAfterTheOldKeyWent_KeepsTheNewKey(RotationState state)
    {
        (_hosts["i-00"].HasOld, _hosts["i-00"].HasNew, _hosts["i-00"].RefusesNew, _hosts["i-00"].KeepsOld) = (false, true, true, true);
        await using (var journal = RotationJournal.Create(_folder.File("journal"), _header))
        {
            await journal.RecordAsync(new RotationEntry("i-00", state) { IsOurs = true, IsProven = true, HadOld = true });
        }

        var report = await RunAsync("1", "0");
        Assert.Equal((0, 1), (report.RolledBack, report.Failed));
        Assert.True(_hosts["i-00"].HasNew);
        Assert.Contains("has opened before", Assert.Single(_hosts.Errors, error => error.Condition == ErrorCondition.KeyProofFailed).Message);
        (_hosts["i-00"].RefusesNew, _hosts["i-00"].KeepsOld) = (false, false);
        Assert.True((await RunAsync("8", "0")).IsComplete);
        Assert.Equal(RotationState.ProvenGone, _hosts.Results["i-00"].State);
    }

    [Fact]
    public async Task Run_NewKeyDoesNotOpenAndTheOldOneIsNotTaken_LeavesBoth()
    {
        (_hosts["i-00"].RefusesNew, _hosts["i-00"].RefusesOld) = (true, true);
        Assert.Equal((0, 1), (await RunAsync("1", "0")) is var report ? (report.RolledBack, report.Failed) : default);
        Assert.Equal((true, true), (_hosts["i-00"].HasOld, _hosts["i-00"].HasNew));
        Assert.Contains("not taken either", _hosts.Results["i-00"].Reason);
        _hosts["i-00"].RefusesOld = false;
        Assert.Equal(1, (await RunAsync("1", "0")).RolledBack);
        Assert.Equal((true, false), (_hosts["i-00"].HasOld, _hosts["i-00"].HasNew));
    }

    [Fact]
    public async Task Run_DiedBetweenTheAdditionAndItsLine_KnowsTheKeyAsItsOwn()
    {
        (_hosts["i-00"].DiesAfterAdding, _hosts["i-00"].RefusesNew) = (true, true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync("1", "0"));
        Assert.True(_hosts["i-00"].HasNew);
        _hosts["i-00"].DiesAfterAdding = false;
        Assert.Equal(1, (await RunAsync("1", "0")).RolledBack);
        Assert.False(_hosts["i-00"].HasNew);
    }

    /// <summary>A mistyped -OldKey: that it is refused afterwards proves nothing.</summary>
    [Fact]
    public async Task Run_OldKeyThatWasNeverThere_IsNotCalledGone()
    {
        for (var i = 0; i < 20; i++) _hosts[$"i-{i:d2}"].HasOld = false;
        var report = await RunAsync("8", "0");
        Assert.Equal((0, 1, 0, 19, false), (report.Done, report.OldKeyNotThere, report.Failed, report.Pending, report.IsComplete));
        Assert.Equal(RotationState.OldKeyNotThere, _hosts.Results["i-00"].State);
        Assert.Equal([ErrorCondition.KeyProofFailed, ErrorCondition.ErrorLimitReached], _hosts.Errors.Select(error => error.Condition));
        // And it does not become so by being asked again.
        Assert.Equal((0, 20), (await RunAsync("8", "100%")) is var again ? (again.Done, again.OldKeyNotThere) : default);
    }

    [Fact]
    public async Task Run_OldKeyThatOnlyStoodThere_IsGoneOnceItWasRemoved()
    {
        _hosts["i-00"].RefusesOld = true;
        Assert.True((await RunAsync("8", "0")).IsComplete);
        Assert.Equal(RotationState.ProvenGone, _hosts.Results["i-00"].State);
    }

    [Fact]
    public async Task Run_CancelledAtAnyStep_GoesOnWithItsJournal()
    {
        for (var step = 1; step <= 20 * 4; step += 7)
        {
            using var stop = new CancellationTokenSource();
            _hosts.StopAfter(step, stop);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync("8", "0", stop.Token));
            Assert.All(_hosts.All.Values, host => Assert.True(host.HasOld || host.HasNew));
            _hosts.StopAfter(int.MaxValue, stop);
            Assert.True((await RunAsync("8", "0")).IsComplete);
            Assert.All(_hosts.All.Values, host => Assert.Equal((false, true), (host.HasOld, host.HasNew)));
            File.Delete(_folder.File("journal"));
            _hosts.Reset();
        }
    }

    private async Task<KeyRotationReport> RunAsync(string atOnce, string maxErrors, CancellationToken cancel = default)
    {
        var path = _folder.File("journal");
        await using var journal = File.Exists(path) ? RotationJournal.Open(path) : RotationJournal.Create(path, _header);
        var limits = new KeyWorkLimits(16) { MaxConcurrency = FleetLimit.Parse(atOnce, ""), MaxErrors = FleetLimit.Parse(maxErrors, "") };
        var fleet = new FleetRotation(journal, new InstanceRotation(_hosts, journal.RecordAsync), new GivenOldKey(ScriptMachine.NewKey("old")), _hosts, limits, _hosts);
        var instances = _header.InstanceIds.Where(id => _hosts[id].State.Length > 0).Select(id => new Ec2Instance { InstanceId = id, State = _hosts[id].State }).ToList();
        return await fleet.RunAsync(instances, cancel);
    }

    internal sealed class HostState
    {
        internal bool HasOld { get; set; } = true;

        internal bool HasNew { get; set; }

        internal bool RefusesNew { get; set; }

        internal bool KeepsOld { get; set; }

        internal bool KeepsNew { get; set; }

        internal bool RefusesOld { get; set; }

        /// <summary>The process dies after the key was added, and before that is written down.</summary>
        internal bool DiesAfterAdding { get; set; }

        internal string State { get; set; } = "running";

        internal Ec2KeyPairException? Failure { get; set; }
    }

    private sealed class Hosts : IRotationWay, ILoginUsers, IRotationObserver
    {
        private int _running;
        private int _steps;
        private int _stopAfter = int.MaxValue;
        private CancellationTokenSource? _stop;

        internal ConcurrentDictionary<string, HostState> All { get; } = new(StringComparer.Ordinal);

        internal List<int> AtOnce { get; } = [];

        internal List<Ec2KeyPairException> Errors { get; } = [];

        internal ConcurrentDictionary<string, KeyRotationResult> Results { get; } = new(StringComparer.Ordinal);

        internal HostState this[string id] => All.GetOrAdd(id, _ => new HostState());

        internal void StopAfter(int steps, CancellationTokenSource stop) => (_stopAfter, _stop, _steps) = (steps, stop, 0);

        internal void Reset() => All.Clear();

        public IRotationHands For(RotationTarget target)
        {
            lock (AtOnce) AtOnce.Add(Interlocked.Increment(ref _running));
            return new Hands(this, this[target.Instance.InstanceId]);
        }

        public Task<LoginUser> FindAsync(Ec2Instance instance, CancellationToken cancel) => Task.FromResult(new LoginUser("x", "given"));

        public Task<LoginUser?> SuggestAsync(Ec2Instance instance, string refused, CancellationToken cancel) => Task.FromResult<LoginUser?>(null);

        public Task EndedAsync(KeyRotationResult result)
        {
            Results[result.InstanceId] = result;
            return Task.CompletedTask;
        }

        public Task FailedAsync(Ec2KeyPairException error)
        {
            lock (Errors) Errors.Add(error);
            return Task.CompletedTask;
        }

        public Task ProgressAsync(int done, int failed, int total) => Task.CompletedTask;

        private async Task StepAsync(CancellationToken cancel)
        {
            await Task.Yield();
            if (Interlocked.Increment(ref _steps) >= _stopAfter) await _stop!.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }

        private sealed class Hands(Hosts hosts, HostState host) : IRotationHands
        {
            public async Task<AuthorizedKeysReport> AddNewAsync(CancellationToken cancel)
            {
                await hosts.StepAsync(cancel);
                if (host.Failure is { } failure) throw failure;
                var was = host.HasNew;
                host.HasNew = true;
                if (host.DiesAfterAdding) throw new OperationCanceledException();
                return Report(!was);
            }

            public async Task ProveNewAsync(CancellationToken cancel)
            {
                await hosts.StepAsync(cancel);
                if (host.RefusesNew || !host.HasNew) throw new Ec2KeyPairException(ErrorCondition.LoginRefused, "no");
            }

            public async Task<AuthorizedKeysReport> RemoveOldAsync(CancellationToken cancel)
            {
                await hosts.StepAsync(cancel);
                if (!host.HasNew) throw new Ec2KeyPairException(ErrorCondition.LastAuthorizedKey, "the new one is not there");
                var was = host.HasOld;
                host.HasOld = false;
                return Report(was);
            }

            public async Task<AuthorizedKeysReport> RemoveNewAsync(CancellationToken cancel)
            {
                await hosts.StepAsync(cancel);
                if (host.KeepsNew) throw new Ec2KeyPairException(ErrorCondition.ConnectionLost, "gone");
                if (!host.HasOld) throw new Ec2KeyPairException(ErrorCondition.LastAuthorizedKey, "the old one is not there");
                host.HasNew = false;
                return Report(true);
            }

            public async Task<bool> OpensForOldAsync(CancellationToken cancel)
            {
                await hosts.StepAsync(cancel);
                return (host.HasOld && !host.RefusesOld) || host.KeepsOld;
            }

            public ValueTask DisposeAsync()
            {
                Interlocked.Decrement(ref hosts._running);
                return default;
            }

            private static AuthorizedKeysReport Report(bool isChanged) => AuthorizedKeysReport.Parse((isChanged ? "N added 1 /x\n" : "") + "N end Done", "N", 1)!;
        }
    }
}
