using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Keys;
using Ec2KeyPair.Core.Repair;
using Ec2KeyPair.Core.Repair.Machines;
using Ec2KeyPair.Core.Repair.RootVolume;
using Ec2KeyPair.Core.Repair.Sagas;
using Ec2KeyPair.Core.Repair.UserData;
using Ec2KeyPair.Core.Tests.Windows;

namespace Ec2KeyPair.Core.Tests.Repair;

public sealed class MachineRoomTests
{
    private const string Id = "i-0123456789abcdef0";
    private const string Volume = "vol-0123456789abcdef0";
    private static readonly ErrorCondition[] Busy = [ErrorCondition.AwsUnavailable, ErrorCondition.AwsThrottled, ErrorCondition.AwsUnavailable];
    private readonly FakeClock _clock = new();
    private readonly PlayedMachines _machines;

    public MachineRoomTests() => _machines = new PlayedMachines(_clock);

    [Theory]
    [InlineData("Find")]
    [InlineData("Stop")]
    public async Task EnsureStopped_AwsIsBusyForAWhile_IsWaitedFor(string action)
    {
        _machines.Add(Id, "running");
        _machines.Fail(action, Busy);
        await Room(60).EnsureStoppedAsync(Id, CancellationToken.None);
        Assert.Equal("stopped", _machines[Id].State);
        Assert.Equal(["Stop"], _machines.Changes);
    }

    [Theory]
    [InlineData(ErrorCondition.AwsAccessDenied, 0)]
    [InlineData(ErrorCondition.AwsThrottled, 60)]
    [InlineData(ErrorCondition.AwsUnavailable, 60)]
    public async Task EnsureStopped_AwsIsBusyForEver_EndsAtTheDeadline(ErrorCondition condition, int seconds)
    {
        _machines.Add(Id, "running");
        _machines.Fail("Find", [.. Enumerable.Repeat(condition, 10_000)]);
        var began = _clock.UtcNow;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Room(60).EnsureStoppedAsync(Id, CancellationToken.None));
        Assert.Equal(condition, error.Condition);
        Assert.InRange((_clock.UtcNow - began).TotalSeconds, seconds, seconds + 5);
    }

    [Fact]
    public async Task EnsureRunning_Ec2StopsItAgain_FailsAtOnceWithItsReason()
    {
        _machines.Add(Id, "stopped");
        _machines.StartFailure = "Client.InternalError: Client error on launch";
        var began = _clock.UtcNow;
        var error = await Assert.ThrowsAsync<Ec2KeyPairException>(() => Room(600).EnsureRunningAsync(Id, CancellationToken.None));
        Assert.Equal(ErrorCondition.RepairFailed, error.Condition);
        Assert.Contains("Client error on launch", error.Message);
        Assert.InRange((_clock.UtcNow - began).TotalSeconds, 0, 10);
        Assert.Equal(["Start"], _machines.Changes);
    }

    [Fact]
    public async Task UndoOfStop_WithAShortLimit_WaitsLongerAllTheSame()
    {
        _machines.Add(Id, "stopped");
        _machines.Duration = TimeSpan.FromMinutes(10);
        await new StopInstance(Room(1), Id).UndoAsync(Facts((RepairFacts.WasRunning, RepairFacts.Yes)), CancellationToken.None);
        Assert.Equal("running", _machines[Id].State);
        Assert.Equal(ErrorCondition.RepairFailed, (await Assert.ThrowsAsync<Ec2KeyPairException>(() => Room(1).EnsureStoppedAsync(Id, CancellationToken.None))).Condition);
    }

    [Fact]
    public async Task UndoOfDetach_AwsIsBusyForAWhile_IsAttachedAndMarkedAsBefore()
    {
        _machines.Add(Id, "stopped", new MachineDisk("/dev/xvda", Volume, true));
        await _machines.DetachAsync(Volume, Id, CancellationToken.None);
        foreach (var action in new[] { "Find", "FindVolume", "Attach", "SetDeleted" }) _machines.Fail(action, Busy);
        var facts = Facts((RepairFacts.Volume, Volume), (RepairFacts.Device, "/dev/xvda"), (RepairFacts.IsDeletedWithInstance, RepairFacts.Yes));
        await new DetachRoot(Room(60), _machines, Id).UndoAsync(facts, CancellationToken.None);
        Assert.Equal(new MachineDisk("/dev/xvda", Volume, true), _machines[Id].Root);
    }

    [Fact]
    public async Task UndoOfLaunch_AwsIsBusyForAWhile_TheHelperGoes()
    {
        _machines.Add("token", "running");
        foreach (var action in new[] { "FindByToken", "Find", "Terminate" }) _machines.Fail(action, Busy);
        await new LaunchHelper(Room(60), _machines, (_, _) => throw new InvalidOperationException()).UndoAsync(Facts((RepairFacts.HelperToken, "token")), CancellationToken.None);
        Assert.Equal("terminated", _machines["token"].State);
    }

    [Fact]
    public async Task UndoOfUserData_SomebodyHasStartedItAndAwsIsBusy_IsStoppedFirst()
    {
        var place = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var own = "#!/bin/sh\n"u8.ToArray();
            _machines.Add(Id, "stopped");
            await _machines.SetUserDataAsync(Id, own, CancellationToken.None);
            using var key = KeyGenerator.Generate(KeyType.Ed25519);
            var facts = Facts((RepairFacts.User, "ec2-user"), (RepairFacts.Nonce, "abc"));
            var step = new ReplaceUserData(Room(60), _machines, new KeptUserData(place), key.PublicKey, Id);
            await step.DoAsync(facts, CancellationToken.None);
            Assert.NotEqual(own, await _machines.GetUserDataAsync(Id, CancellationToken.None));
            _machines.Become(Id, "running");
            foreach (var action in new[] { "Find", "GetUserData", "SetUserData" }) _machines.Fail(action, Busy);
            await step.UndoAsync(facts, CancellationToken.None);
            Assert.Equal(own, await _machines.GetUserDataAsync(Id, CancellationToken.None));
            Assert.False(File.Exists(place));
        }
        finally
        {
            File.Delete(place);
        }
    }

    private static SagaFacts Facts(params (string Name, string Value)[] facts)
    {
        var noted = new SagaFacts(new PoweredWorld(), []);
        foreach (var (name, value) in facts) noted.Note(name, value);
        return noted;
    }

    private MachineRoom Room(int seconds) => new(_machines, _clock, TimeSpan.FromSeconds(seconds));
}
