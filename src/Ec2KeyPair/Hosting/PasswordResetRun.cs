using Ec2KeyPair.Aws.Adapters;
using Ec2KeyPair.Aws.Session;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Core.Windows.Reset;

namespace Ec2KeyPair.Hosting;

/// <summary>Puts the core's password reset together for one Region and method.</summary>
internal sealed class PasswordResetRun(AwsSession aws, string? region, ResetOptions options)
{
    private static readonly SystemClock Clock = SystemClock.Instance;

    /// <summary>The Region's EC2.</summary>
    internal Ec2Region Ec2 => aws.Ec2(region);

    /// <summary>Resets by this method whatever the batches bring.</summary>
    /// <param name="method">By which way.</param>
    /// <param name="launchKeys">Opens launch keys; only Automation asks for it.</param>
    /// <param name="batches">The instances.</param>
    /// <param name="observer">Is told the results.</param>
    /// <param name="cancel">Ends it early.</param>
    internal async Task RunAsync(
        PasswordResetMethod method,
        Func<LaunchKeyFinder> launchKeys,
        IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> batches,
        IPasswordResetObserver observer,
        CancellationToken cancel)
    {
        var vault = options.StoreAs is { } name ? new PasswordVault(aws.ParameterStore(region), name, options.KmsKeyId) : null;
        var delivery = new PasswordDelivery(observer, vault);
        var marks = new ResetMarks(Ec2.Tags, Clock, observer);
        if (method == PasswordResetMethod.Automation)
        {
            using var finder = launchKeys();
            await observer.ExplainAsync($"Region {Ec2.Name} ({Ec2.Source}); private keys from {finder.Source}.").ConfigureAwait(false);
            var launchPassword = new LaunchPassword(Ec2.Passwords, finder, new AdministratorName(Ec2.Instances, observer), Clock);
            using var automation = new AutomationReset(aws.Automation(region), launchPassword, options, delivery, marks, Clock, observer);
            await new PasswordResetService(automation, observer).RunAsync(batches, cancel).ConfigureAwait(false);
            return;
        }

        await observer.ExplainAsync($"Region {Ec2.Name} ({Ec2.Source}).").ConfigureAwait(false);
        using var run = new CommandRun(
            aws.RunCommand(region), new CommandTargets(aws.SessionManager(region), Ec2.Instances), Clock, options.ThrottleLimit);
        using var script = new RunCommandReset(run, options, delivery, marks, observer);
        IPasswordReset reset = method == PasswordResetMethod.EC2Rescue ? Rescue(run, delivery, marks, observer) : script;
        await new PasswordResetService(reset, observer).RunAsync(batches, cancel).ConfigureAwait(false);
    }

    private Ec2RescueReset Rescue(CommandRun run, PasswordDelivery delivery, ResetMarks marks, IPasswordResetObserver observer)
    {
        var parameters = aws.ParameterStore(region);
        var rescued = new RescueParameters(parameters, Clock);
        var administrator = new AdministratorName(Ec2.Instances, observer);
        return new Ec2RescueReset(
            run, options, new RescueOutcomes(rescued, parameters, administrator, delivery, marks, options.RemoveParameter, observer));
    }
}
