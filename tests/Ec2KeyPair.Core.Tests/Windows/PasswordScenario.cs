using System.Threading.Channels;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.LaunchKeys;

namespace Ec2KeyPair.Core.Tests.Windows;

/// <summary>A fleet of Windows instances with one launch key, asked through the real service.</summary>
internal sealed class PasswordScenario
{
    internal PasswordScenario()
    {
        Aws = new FakeAws(Clock);
        Observer = new FakeObserver(Clock);
    }

    internal FakeClock Clock { get; } = new();

    internal FakeAws Aws { get; }

    internal FakeObserver Observer { get; }

    internal FakeLaunchKeys Keys { get; } = new();

    /// <summary>A running instance that was just launched, ready and without an agent unless the machine is changed.</summary>
    internal FakeMachine Add(int number, string? keyName = "web", bool isWindows = true, string state = "running", Func<FakeMachine, FakeMachine>? change = null)
    {
        var machine = new FakeMachine(new Ec2Instance
        {
            InstanceId = $"i-{number:x17}", KeyName = keyName, IsWindows = isWindows, State = state, ImageId = "ami-1", InstanceType = "m7i.large",
            LaunchTime = Clock.UtcNow,
        });
        machine = change?.Invoke(machine) ?? machine;
        Aws.Machines.Add(machine.Id, machine);
        return machine;
    }

    internal DateTime In(double seconds) => Clock.UtcNow + TimeSpan.FromSeconds(seconds);

    internal async Task RunAsync(WindowsPasswordOptions? options = null, CancellationToken cancel = default)
    {
        var inputs = Channel.CreateUnbounded<string>();
        foreach (var id in Aws.Machines.Keys) inputs.Writer.TryWrite(id);
        inputs.Writer.Complete();
        await RunAsync(inputs.Reader, options, cancel);
    }

    internal async Task RunAsync(ChannelReader<string> inputs, WindowsPasswordOptions? options = null, CancellationToken cancel = default)
    {
        using var finder = new LaunchKeyFinder(Aws, Keys);
        var service = new WindowsPasswordService(Aws, Aws, Aws, () => Aws, finder, Clock, Observer, options ?? new WindowsPasswordOptions());
        await service.RunAsync(InstanceBatches.OfIdentities(Aws, inputs, id => id, cancel), cancel);
    }
}
