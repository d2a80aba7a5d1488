using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Windows.ConsoleOutput;
using Ec2KeyPair.Core.Windows.LaunchKeys;
using Ec2KeyPair.Core.Windows.Waiting;

namespace Ec2KeyPair.Core.Windows;

/// <summary>Gets the first administrator passwords of Windows instances, many side by side, each as soon as it is there.</summary>
/// <remarks>
/// Cost per instance: one GetConsoleOutput, one GetPasswordData where the console output does not have the password, one
/// RSA private operation; once for each instance type without a live console, one GetConsoleOutput more. Per 200 instances
/// one DescribeInstances and at most one DescribeKeyPairs; per distinct launch key one private key opened. With
/// <see cref="WindowsPasswordOptions.Wait"/>, all that wait together make less than two requests a second on average
/// beyond those that bring a password: per 100 instances a DescribeInstanceInformation every 3.5 s and a
/// DescribeInstanceStatus every 30 s, and with what is left, one GetConsoleOutput or GetPasswordData after the other.
/// </remarks>
public sealed class WindowsPasswordService : IPasswordDesk
{
    // By then Windows has started, whatever its size; else it is one of those that never print a password.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(15);
    private static readonly Action Free = () => { };
    private readonly LaunchKeyFinder _launchKeys;
    private readonly IClock _clock;
    private readonly IWindowsPasswordObserver _observer;
    private readonly WindowsPasswordOptions _options;
    private readonly CallBudget _budget;
    private readonly PasswordLook _look;
    private readonly WaitingRoom? _room;

    /// <summary>Creates the service for one run.</summary>
    /// <param name="instances">The instances.</param>
    /// <param name="liveConsoles">Their console output as it is now.</param>
    /// <param name="passwords">Their password data.</param>
    /// <param name="signals">What is told of many at once; asked for only with <see cref="WindowsPasswordOptions.Wait"/>.</param>
    /// <param name="launchKeys">Finds and opens their keys.</param>
    /// <param name="clock">Time.</param>
    /// <param name="observer">Takes the results.</param>
    /// <param name="options">What is wanted.</param>
    public WindowsPasswordService(
        IInstanceApi instances,
        ILiveConsoleApi liveConsoles,
        IPasswordDataApi passwords,
        Func<IBootSignals> signals,
        LaunchKeyFinder launchKeys,
        IClock clock,
        IWindowsPasswordObserver observer,
        WindowsPasswordOptions options)
    {
        (_launchKeys, _clock, _observer, _options) = (launchKeys, clock, observer, options);
        _budget = new CallBudget(clock);
        _look = new PasswordLook(new ConsoleReader(instances, liveConsoles, observer), passwords);
        if (options.Wait) _room = OpenRoom(signals(), instances);
    }

    /// <summary>Serves inputs until there are no more.</summary>
    /// <exception cref="Ec2KeyPairException">Only what makes every input pointless: no credentials, no such endpoint.</exception>
    public Task RunAsync(IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> batches, CancellationToken cancel) => SideBySide.FeedAsync(
        _options.ThrottleLimit,
        async (work, stopped) =>
        {
            try
            {
                await FeedAsync(batches, work, stopped).ConfigureAwait(false);
            }
            finally
            {
                // No further instances are to be had; those that are known are served.
                _room?.CloseDoor();
            }
        },
        cancel);

    async Task<bool> IPasswordDesk.AskAsync(WaitingInstance one, bool isThorough, CancellationToken cancel)
    {
        if (await _look.LookAgainAsync(one.Instance, one.Key, isThorough, _budget.Charge, cancel).ConfigureAwait(false) is not { } found) return false;
        await HandOutAsync(found).ConfigureAwait(false);
        return true;
    }

    Task IPasswordDesk.FailAsync(WaitingInstance one, Ec2KeyPairException error) => _observer.FailedAsync(one.Resolved.AsTarget(error));

    private async Task FeedAsync(IAsyncEnumerable<IReadOnlyList<ResolvedInstance>> batches, SideBySide work, CancellationToken cancel)
    {
        if (_room is not null) await work.StartAsync(stop => work.LendPlaceAsync(() => _room.RunAsync(stop))).ConfigureAwait(false);
        await foreach (var batch in batches.WithCancellation(cancel).ConfigureAwait(false))
        {
            _launchKeys.Begin(KeyNames(batch), cancel);
            foreach (var resolved in batch)
            {
                _room?.OpenDoor();
                await work.StartAsync(stop => ServeAsync(resolved, work, stop)).ConfigureAwait(false);
            }
        }
    }

    private static IEnumerable<string> KeyNames(IReadOnlyList<ResolvedInstance> batch) =>
        batch.Select(resolved => resolved.Instance).OfType<Ec2Instance>().Where(instance => instance.IsWindows).Select(instance => instance.KeyName).OfType<string>();

    private WaitingRoom OpenRoom(IBootSignals signals, IInstanceApi instances)
    {
        var learned = new ReadyTimes();
        var agents = new AgentWatch(signals, learned, _budget, _clock, _observer);
        return new WaitingRoom(
            new StateWatch(signals, instances, _budget, _clock, _observer),
            agents,
            new GuessQueue(agents, learned, _budget, _clock),
            learned,
            _budget,
            new PollInterval(new Random()),
            _clock,
            this,
            _observer,
            _options);
    }

    private async Task ServeAsync(ResolvedInstance resolved, SideBySide work, CancellationToken cancel)
    {
        try
        {
            // Everything that can fail for good fails before anything is waited for.
            var instance = resolved.Instance ?? throw resolved.Error!;
            PasswordErrors.ThrowIfNever(instance);
            var key = await LaunchKeyAsync(instance, work, cancel).ConfigureAwait(false);
            if (_room is null) await LookOnceAsync(instance, key, cancel).ConfigureAwait(false);
            else await LookOrWaitAsync(_room, resolved, instance, key, cancel).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            await _observer.FailedAsync(resolved.AsTarget(e)).ConfigureAwait(false);
        }
        finally
        {
            _room?.CloseDoor();
        }
    }

    private async Task LookOnceAsync(Ec2Instance instance, LaunchKey key, CancellationToken cancel) => await HandOutAsync(
        await _look.LookAsync(instance, key, Free, cancel).ConfigureAwait(false) ?? throw PasswordErrors.NotYet(instance)).ConfigureAwait(false);

    private async Task LookOrWaitAsync(WaitingRoom room, ResolvedInstance resolved, Ec2Instance instance, LaunchKey key, CancellationToken cancel)
    {
        var one = new WaitingInstance(resolved, key, _clock.UtcNow, _options.Timeout);
        try
        {
            if (ChargeForALook(instance) is { } charge
                && await _look.LookAsync(instance, key, charge, cancel).ConfigureAwait(false) is { } found)
            {
                await HandOutAsync(found).ConfigureAwait(false);
                return;
            }
        }
        catch (Ec2KeyPairException e) when (e.Condition is ErrorCondition.AwsThrottled or ErrorCondition.AwsUnavailable)
        {
            one.Trouble = e;
        }

        if (!PasswordErrors.CanStillCome(instance)) throw one.Trouble ?? PasswordErrors.NoneWillCome(instance);
        room.Enter(one);
    }

    // One that has run for long enough has its password, or never will. Of the others a few are looked at on the chance, and
    // more only when there is reason to: then there is no charge, and no look.
    private Action? ChargeForALook(Ec2Instance instance) => instance.State == "pending" ? null
        : !PasswordErrors.CanStillCome(instance) || !(_clock.UtcNow - (instance.FirstLaunchTime ?? instance.LaunchTime) < LongestStart) ? Free
        : _budget.Allows() ? _budget.Charge
        : null;

    private async Task<LaunchKey> LaunchKeyAsync(Ec2Instance instance, SideBySide work, CancellationToken cancel)
    {
        try
        {
            var found = _launchKeys.FindAsync(instance.KeyName!, cancel);
            // Others go on while a passphrase is typed or a key derived from it.
            if (!found.IsCompleted) await work.LendPlaceAsync(() => Task.WhenAny(found)).ConfigureAwait(false);
            return await found.ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (!e.Condition.ConcernsEveryInput())
        {
            // One key, one cause, but each instance's own error: scripts go by the target.
            throw new Ec2KeyPairException(e.Condition, $"{instance.InstanceId}: {e.Message}", instance.InstanceId, e.Mend, e);
        }
    }

    private async Task HandOutAsync(WindowsPasswordResult found)
    {
        if (found.Reset is { } reset)
        {
            await _observer.WarnAsync($"{found.InstanceId}: this is the first password, and it is out of date: {reset.Reason}.").ConfigureAwait(false);
        }

        await _observer.FoundAsync(found).ConfigureAwait(false);
    }
}
