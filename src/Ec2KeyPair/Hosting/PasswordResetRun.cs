using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts the core's password reset together for one Region and method.</summary>
/// <param name="aws">The AWS session.</param>
/// <param name="region">The Region, or null for the session's.</param>
/// <param name="options">How passwords are reset.</param>
/// <param name="vaultName">Where new passwords are stored, or null.</param>
/// <param name="observer">Is told the results.</param>
internal sealed class PasswordResetRun(
    AwsSession aws, string? region, ResetOptions options, PasswordParameterName? vaultName, IPasswordResetObserver observer)
{
    private static readonly SystemClock Clock = SystemClock.Instance;

    /// <summary>The Region's instances.</summary>
    internal IInstanceApi Instances => aws.Ec2(region).Instances;

    /// <summary>The Region's key pairs.</summary>
    internal IKeyPairApi KeyPairs => aws.Ec2(region).KeyPairs;

    /// <summary>Resets by this method whatever the batches bring.</summary>
    /// <param name="method">By which way.</param>
    /// <param name="launchKeys">Opens launch keys; only Automation asks for it.</param>
    /// <param name="batches">The instances.</param>
    /// <param name="cancel">Ends it early.</param>
    internal async Task RunAsync(
        PasswordResetMethod method,
        Func<LaunchKeyFinder> launchKeys,
        IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> batches,
        CancellationToken cancel)
    {
        var vault = vaultName is null ? null : new PasswordVault(aws.ParameterStore(region), vaultName, options.KmsKeyId);
        var delivery = new PasswordDelivery(observer, vault);
        var marks = new ResetMarks(aws.Ec2(region).Tags, Clock, observer);
        if (method == PasswordResetMethod.Automation)
        {
            using var finder = launchKeys();
            await new PasswordResetService(Automation(finder, delivery, marks), observer).RunAsync(batches, cancel);
            return;
        }

        using var run = new CommandRun(
            aws.RunCommand(region), new CommandTargets(aws.SessionManager(region), Instances), Clock, options.ThrottleLimit);
        if (method == PasswordResetMethod.EC2Rescue)
        {
            await new PasswordResetService(Ec2Rescue(run, delivery, marks), observer).RunAsync(batches, cancel);
            return;
        }

        using var reset = new RunCommandReset(run, options, delivery, marks, observer);
        await new PasswordResetService(reset, observer).RunAsync(batches, cancel);
    }

    private AdministratorName Administrator => new(Instances, observer);

    private AutomationReset Automation(LaunchKeyFinder finder, PasswordDelivery delivery, ResetMarks marks) => new(
        aws.Automation(region),
        new LaunchPassword(aws.Ec2(region).Passwords, finder, Administrator, Clock),
        options,
        delivery,
        marks,
        Clock,
        observer);

    private Ec2RescueReset Ec2Rescue(CommandRun run, PasswordDelivery delivery, ResetMarks marks)
    {
        var parameters = aws.ParameterStore(region);
        return new Ec2RescueReset(
            run,
            options,
            new RescueOutcomes(new RescueParameters(parameters, Clock), parameters, Administrator, delivery, marks, options.RemoveParameter, observer));
    }
}
